import type { AnchorProps, ButtonProps, NavLinkProps } from '@mantine/core';
import { Anchor, Button, NavLink } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ComponentPropsWithRef, ReactNode } from 'react';

type Own = Omit<ComponentPropsWithRef<'a'>, 'color' | 'style'>;

/** A console link with typed path and parameters. */
export const AnchorLink = createLink((props: Own & Omit<AnchorProps, 'href'> & { children?: ReactNode }) => (
  <Anchor {...props} />
));

/** A console link with typed path and parameters, styled as a button. */
export const ButtonLink = createLink((props: Own & Omit<ButtonProps, 'href'>) => <Button component="a" {...props} />);

/** A console link with typed path and parameters, as a row of the navigation. */
export const NavigationLink = createLink((props: Own & Omit<NavLinkProps, 'href'>) => (
  <NavLink component="a" {...props} />
));
