import { NativeSelect, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { DeliveriesSearch } from '../../api/deliveries-search.ts';
import { deliveriesSearch } from '../../api/deliveries-search.ts';
import { useTexts } from '../../texts.ts';
import { FilterForm, useFilter } from '../../ui/filter-form.tsx';
import { ButtonLink } from '../../ui/links.tsx';
import { deliveryTones } from './delivery-tones.ts';

const to = '/accounts/$accountId/integrations/$clientId/deliveries';
const hooks = ['disconnect', 'install', 'secrets'] as const;
const states = Object.keys(deliveryTones) as (keyof typeof deliveryTones)[];

interface Asked {
  readonly params: { readonly accountId: string; readonly clientId: string };
  readonly search: DeliveriesSearch;
}

/** Filter form of the delivery log, applied on submit and stored in the URL. */
export function DeliveriesFilter({ params, search }: Asked) {
  const { t } = useTexts();
  const navigate = useNavigate();
  const { form, field } = useFilter({
    state: search.state ?? '',
    hook: search.hook ?? '',
    account: String(search.account ?? ''),
    receiver: search.receiver ?? '',
    from: search.from ?? '',
    to: search.to ?? '',
  });
  const any = { value: '', label: t('hooks:filter.any') };
  return (
    <FilterForm
      field={field}
      onShow={() => void navigate({ to, params, search: deliveriesSearch(form) })}
      clear={Object.keys(search).length > 0 && <ClearFilters params={params} />}
    >
      <NativeSelect
        label={t('hooks:filter.state')}
        {...field('state')}
        data={[any, ...states.map((value) => ({ value, label: t(`hooks:state.${value}`) }))]}
      />
      <NativeSelect
        label={t('hooks:filter.hook')}
        {...field('hook')}
        data={[any, ...hooks.map((value) => ({ value, label: t(`hooks:hook.${value}`) }))]}
      />
      <TextInput label={t('hooks:filter.account')} inputMode="numeric" pattern="[0-9]*" {...field('account')} />
      <TextInput label={t('hooks:filter.receiver')} {...field('receiver')} />
    </FilterForm>
  );
}

/** Link to the delivery log without filters. */
export function ClearFilters({ params }: Pick<Asked, 'params'>) {
  const { t } = useTexts();
  return (
    <ButtonLink to={to} params={params} search={{}} variant="default">
      {t('console:filter.clear')}
    </ButtonLink>
  );
}
