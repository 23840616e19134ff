/** Logos of the demo's integrations, 400×272 as the consent page shows them. */
export const shopLogo = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="272" viewBox="0 0 400 272">
  <rect width="400" height="272" fill="#0F5A73"/>
  <path d="M64 150 Q132 76 200 142 Q268 76 336 150 Q268 118 200 176 Q132 118 64 150 Z" fill="#F5F7F9"/>
  <path d="M40 214 q20 -18 40 0 t40 0 t40 0 t40 0 t40 0 t40 0 t40 0 t40 0" fill="none" stroke="#5CC0DE" stroke-width="10" stroke-linecap="round"/>
</svg>`;

export const warehouseLogo = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="272" viewBox="0 0 400 272">
  <rect width="400" height="272" fill="#F5F7F9"/>
  <path d="M80 122 L200 58 L320 122 V222 H80 Z" fill="#4A5B6C"/>
  <g fill="#FF9A62"><rect x="128" y="176" width="44" height="46"/><rect x="178" y="176" width="44" height="46"/><rect x="228" y="176" width="44" height="46"/><rect x="153" y="126" width="44" height="46"/><rect x="203" y="126" width="44" height="46"/></g>
</svg>`;
