// The version of Heldout, as package.json says.
export { version } from '../../package.json';
