// A chunk of its own, imported when it is needed. What is imported directly that way from CommonJS has no names of its own in a bundle.
export { SocksClient } from 'socks';
