import type { AnchorProps, ButtonProps, NavLinkProps } from '@mantine/core';
import { Anchor, Button, NavLink } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ComponentPropsWithRef, ReactNode } from 'react';

type Own = Omit<ComponentPropsWithRef<'a'>, 'color' | 'style'>;

/** A link of the console, with typed address and parameters. */
export const AnchorLink = createLink((props: Own & Omit<AnchorProps, 'href'> & { children?: ReactNode }) => (
  <Anchor {...props} />
));

/** The same with the look of a button. */
export const ButtonLink = createLink((props: Own & Omit<ButtonProps, 'href'>) => <Button component="a" {...props} />);

/** The same as a row of the navigation. */
export const NavigationLink = createLink((props: Own & Omit<NavLinkProps, 'href'>) => (
  <NavLink component="a" {...props} />
));
