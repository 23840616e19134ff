import { Alert, AppShell, Burger, Group, NativeSelect, Text } from '@mantine/core';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Outlet, useLocation, useNavigate, useParams, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { isSignedOut } from './api/problem.ts';
import { queries } from './api/queries.ts';
import { PublicFrame } from './pages/access/public-frame.tsx';
import { apiDocsPath } from './paths.ts';
import { useTexts } from './texts.ts';
import { AnchorLink, NavigationLink } from './ui/links.tsx';
import { SidebarFooter } from './sidebar-footer.tsx';
import { LogoMark } from './ui/logo-mark.tsx';
import { Refusal } from './ui/refusal.tsx';
import { useCurrentPath } from './ui/current-path.ts';

const sections = ['installed', 'integrations', 'access-tokens', 'people', 'activity', 'my-access'] as const;

/** Whether a form of an earlier release’s page was sent: the server then redirects here, and nothing was done. */
const isUnsent = new URLSearchParams(window.location.search).has('unsent');

/** The frame of every page of the console. */
export function Shell() {
  return useCurrentPath() === apiDocsPath ? <PublicFrame /> : <SignedInFrame />;
}

/** Shows the account, the navigation and the signed-in user. */
function SignedInFrame() {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  const { pathname } = useLocation();
  const shown = useCurrentPath();
  const isLoading = useRouterState({ select: (state) => state.isLoading });
  const main = useRef<HTMLElement>(null);
  const burger = useRef<HTMLButtonElement>(null);
  const before = useRef(shown);
  useEffect(() => setOpen(false), [pathname]);
  // Moves the focus to a newly opened page, so that screen readers start there as after a page load.
  useEffect(() => {
    if (before.current === shown) return;
    before.current = shown;
    main.current?.focus({ preventScroll: true });
  }, [shown]);
  return (
    <AppShell
      header={{ height: 60 }}
      navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: !open } }}
      padding="lg"
    >
      <a className="skip" href="#main">
        {t('console:skip')}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              ref={burger}
              opened={open}
              onClick={() => setOpen(!open)}
              hiddenFrom="sm"
              size="sm"
              aria-label={t('console:menu')}
              aria-expanded={open}
            />
            <HomeLink />
          </Group>
          <Viewer />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar
        p="md"
        aria-label={t('console:navigation')}
        onKeyDown={({ key }) => {
          if (key !== 'Escape' || !open) return;
          setOpen(false);
          burger.current?.focus();
        }}
      >
        <AccountChoice />
        <Sections />
        <SidebarFooter />
      </AppShell.Navbar>
      {isLoading && <div className="busy" role="progressbar" aria-label={t('console:busy')} />}
      <AppShell.Main id="main" ref={main} tabIndex={-1} style={{ outline: 'none' }} aria-busy={isLoading}>
        <div className="console-page">
          <SignedOutNote />
          <UnsentNote />
          <Outlet />
        </div>
      </AppShell.Main>
    </AppShell>
  );
}

function HomeLink() {
  const { t } = useTexts();
  return (
    <AnchorLink to="/accounts" underline="never" c="var(--ink)" aria-label={t('console:home')}>
      <Group gap={8} wrap="nowrap">
        <LogoMark />
        <Text fw={650} visibleFrom="xs">
          Pristan
        </Text>
      </Group>
    </AnchorLink>
  );
}

/**
 * Says that the session has ended. The query for notifications repeats every minute, so the end is noticed without any
 * press.
 */
function SignedOutNote() {
  const { error } = useQuery(queries.notices());
  return error !== null && isSignedOut(error) ? <Refusal error={error} /> : null;
}

/** Says that an outdated form was not carried out, until the person goes on to another page. */
function UnsentNote() {
  const { t } = useTexts();
  const shown = useCurrentPath();
  const first = useRef(shown);
  if (!isUnsent || first.current !== shown) return null;
  return (
    <Alert role="alert" color="buoy" variant="light" mb="lg">
      {t('console:unsent')}
    </Alert>
  );
}

function Viewer() {
  const { t } = useTexts();
  const { user } = useSuspenseQuery(queries.me()).data;
  return (
    <Group gap="sm" wrap="nowrap">
      <Text size="sm" c="dimmed" truncate visibleFrom="xs">
        <bdi>{user.email}</bdi>
      </Text>
      <NoticesLink />
      <AnchorLink to="/sessions" size="sm">
        {t('console:sessions')}
      </AnchorLink>
    </Group>
  );
}

/** Link to the notifications with their number; the first screen does not wait for the number. */
function NoticesLink() {
  const { t } = useTexts();
  const count = useQuery(queries.notices()).data?.notices.length ?? 0;
  return (
    <AnchorLink to="/notices" size="sm" className="notices-link" data-waiting={count > 0}>
      {count === 0 ? t('console:notices-none') : t('console:notices', { count })}
    </AnchorLink>
  );
}

function AccountChoice() {
  const { t } = useTexts();
  const { accountId } = useParams({ strict: false });
  const navigate = useNavigate();
  const accounts = useSuspenseQuery(queries.accounts()).data.accounts.filter(({ state }) => state === 'active');
  // The URL may name an account that the user is not in; then none is selected.
  const chosen = accounts.find(({ id }) => String(id) === accountId);
  return (
    <NativeSelect
      label={t('console:account')}
      description={chosen?.domain}
      value={chosen?.id ?? ''}
      onChange={({ currentTarget }) =>
        void navigate({ to: '/accounts/$accountId', params: { accountId: currentTarget.value } })
      }
      data={[
        ...(chosen === undefined ? [{ value: '', label: t('console:choose-account'), disabled: true }] : []),
        ...accounts.map(({ id, name }) => ({ value: String(id), label: name })),
      ]}
      mb="md"
    />
  );
}

function Sections() {
  const { t } = useTexts();
  const { accountId } = useParams({ strict: false });
  const { pathname } = useLocation();
  const { accounts } = useSuspenseQuery(queries.accounts()).data;
  const own = accounts.find(({ id, state }) => String(id) === accountId && state === 'active');
  if (accountId === undefined || own === undefined) return null;
  return (
    <>
      {sections
        .filter((section) => own.role === 'admin' || section === 'my-access')
        .map((section) => {
          const current = pathname.startsWith(`/accounts/${accountId}/${section}`);
          return (
            <NavigationLink
              key={section}
              active={current}
              label={t(`console:section.${section}`)}
              to={`/accounts/$accountId/${section}`}
              params={{ accountId }}
              variant="light"
            />
          );
        })}
    </>
  );
}
