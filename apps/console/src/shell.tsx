import { Anchor, AppShell, Burger, Group, NativeSelect, Text } from '@mantine/core';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Outlet, useLocation, useNavigate, useParams, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { isSignedOut } from './api/problem.ts';
import { ask } from './api/queries.ts';
import { serverPaths } from './paths.ts';
import { useTexts } from './texts.ts';
import { AnchorLink, NavigationLink } from './ui/links.tsx';
import { Foot } from './foot.tsx';
import { Mark } from './ui/mark.tsx';
import { Refusal } from './ui/refusal.tsx';
import { useShownPath } from './ui/shown-path.ts';

const sections = ['installed', 'integrations', 'access-tokens', 'people', 'activity'] as const;

/** The frame of every page: whose account this is, where one may go, and who is signed in. */
export function Shell() {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  const { pathname } = useLocation();
  const shown = useShownPath();
  const isLoading = useRouterState({ select: (state) => state.isLoading });
  const main = useRef<HTMLElement>(null);
  const burger = useRef<HTMLButtonElement>(null);
  const before = useRef(shown);
  useEffect(() => setOpen(false), [pathname]);
  // A screen reader begins with the new page, as it would have after a load.
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
            <Anchor href={serverPaths.home} underline="never" c="var(--ink)" aria-label={t('console:home')}>
              <Group gap={8} wrap="nowrap">
                <Mark />
                <Text fw={650} visibleFrom="xs">
                  Pristan
                </Text>
              </Group>
            </Anchor>
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
        <Foot />
      </AppShell.Navbar>
      {isLoading && <div className="busy" role="progressbar" aria-label={t('console:busy')} />}
      <AppShell.Main id="main" ref={main} tabIndex={-1} style={{ outline: 'none' }} aria-busy={isLoading}>
        <div className="console-page">
          <SignedOutNote />
          <Outlet />
        </div>
      </AppShell.Main>
    </AppShell>
  );
}

/** What is asked for every minute tells it also on a page on which nothing is pressed. */
function SignedOutNote() {
  const { error } = useQuery(ask.notices());
  return error !== null && isSignedOut(error) ? <Refusal error={error} /> : null;
}

function Viewer() {
  const { t } = useTexts();
  const { user } = useSuspenseQuery(ask.me()).data;
  return (
    <Group gap="sm" wrap="nowrap">
      <Text size="sm" c="dimmed" truncate visibleFrom="xs">
        <bdi>{user.email}</bdi>
      </Text>
      <NoticesLink />
      <Anchor href={serverPaths.sessions} size="sm">
        {t('console:sessions')}
      </Anchor>
    </Group>
  );
}

/** How many notices wait; the first screen does not wait for them. */
function NoticesLink() {
  const { t } = useTexts();
  const count = useQuery(ask.notices()).data?.notices.length ?? 0;
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
  const accounts = useSuspenseQuery(ask.accounts()).data.accounts.filter(({ state }) => state === 'active');
  // An address of somebody else's account has none of theirs chosen.
  const chosen = accounts.find(({ id }) => String(id) === accountId);
  return (
    <NativeSelect
      label={t('console:account')}
      value={chosen?.id ?? ''}
      onChange={({ currentTarget }) =>
        void navigate({ to: '/accounts/$accountId/installed', params: { accountId: currentTarget.value } })
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
  const { accounts } = useSuspenseQuery(ask.accounts()).data;
  const admin = accounts.some(({ id, role }) => String(id) === accountId && role === 'admin');
  if (accountId === undefined || !admin) return null;
  return (
    <>
      {sections.map((section) => {
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
