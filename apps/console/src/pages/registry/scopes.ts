export { scopeNames as scopes } from '@pristan/wire';
