/**
 * Whether what is protected today can be read by a quantum computer tomorrow, by how the key was agreed. `hybrid`: a
 * quantum-safe exchange beside a classical one, which counts as safe. `none`: nothing is protected at all.
 */
export const quantumClasses = ['safe', 'hybrid', 'unknown', 'notSafe', 'none'] as const
export type QuantumClass = (typeof quantumClasses)[number]

/** The worst of several; what was not seen never makes anything better. */
export function worstOf(classes: readonly QuantumClass[]): QuantumClass {
  const worst = Math.max(-1, ...classes.map((one) => quantumClasses.indexOf(one)))
  return quantumClasses[worst] ?? 'unknown'
}

/** FIPS 203 and its drafts; sntrup761 of OpenSSH; FrodoKEM and Classic McEliece, which some recommend (BSI TR-02102-1). */
const postQuantum = /ml-?kem|kyber|sntrup|frodo|mceliece/i
const classical =
  /25519|448|secp|ecdh|nistp|brainpool|^p-?(224|256|384|521)|ecp\d|modp\d|ffdhe|diffie-hellman|^dhe?( |$)|^rsa|^ecmqv/i

/** A key exchange, as TLS, SSH and IKE name it: `X25519MLKEM768`, `sntrup761x25519-sha512`, `curve25519+ML-KEM-768`, `modp2048`. */
export function keyExchangeClass(name: string): QuantumClass {
  const isNew = postQuantum.test(name)
  const isOld = classical.test(name)
  if (isNew) return isOld ? 'hybrid' : 'safe'
  return isOld ? 'notSafe' : 'unknown'
}

/** FIPS 204, 205 and 206; LMS and XMSS (NIST SP 800-208). */
const signatureSafe = /ml-?dsa|slh-?dsa|fn-?dsa|dilithium|sphincs|falcon|xmss|\blms\b|\bhss\b/i
const signatureOld = /rsa|ecdsa|\bdsa\b|ssh-dss|ed25519|ed448|\bec\b|nistp|gost|sm2/i

/** A public key or a signature, as certificates and host keys name them: `RSA 2048`, `sha256WithRSA`, `ML-DSA-65`. */
export function signatureClass(name: string): QuantumClass {
  if (signatureSafe.test(name)) return signatureOld.test(name.replace(signatureSafe, '')) ? 'hybrid' : 'safe'
  return signatureOld.test(name) ? 'notSafe' : 'unknown'
}

export const isQuantumSafe = (one: QuantumClass): boolean => one === 'safe' || one === 'hybrid'
