export { decodeAsa } from './asa.ts'
export { decodeIos } from './ios.ts'
