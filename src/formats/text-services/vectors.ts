import type { WireVector } from '../wire-vector.ts'

export const ftpVectors: readonly WireVector[] = [
  {
    title: 'a server greets',
    source: 'RFC 959 §5.4',
    exchange: ['<< 220-Welcome\r\n220 ProFTPD 1.3.5 Server (PLC)\r\n'],
    says: 'response reply other',
    function: 'Reply',
    identity: [
      ['reply', 'Welcome'],
      ['banner', 'Welcome'],
      ['banner', 'ProFTPD 1.3.5 Server (PLC)'],
    ],
  },
  {
    title: 'a file that is stored is written',
    source: 'RFC 959 §4.1.3',
    exchange: ['>> STOR fw.bin\r\n'],
    says: 'request STOR write',
    function: 'STOR',
  },
  {
    title: 'a password is told by nobody',
    source: 'RFC 959 §4.1.1',
    exchange: ['>> PASS s3cret\r\n'],
    says: 'request PASS other',
    function: 'PASS',
  },
  {
    title: 'a refusal',
    source: 'RFC 959 §4.2',
    exchange: ['>> DELE a\r\n', '<< 550 Permission denied\r\n'],
    says: 'response DELE write !',
    function: 'DELE',
    identity: [['reply', 'Permission denied']],
  },
]

export const smtpVectors: readonly WireVector[] = [
  {
    title: 'a mail server greets',
    source: 'RFC 5321 §4.2',
    exchange: ['<< 220 mail.plant.lan ESMTP Postfix\r\n'],
    says: 'response 220 identify',
    function: 'Greeting',
    identity: [['banner', 'mail.plant.lan ESMTP Postfix']],
  },
  {
    title: 'a client says what it calls itself',
    source: 'RFC 5321 §4.1.1.1',
    exchange: ['<< 220 x\r\n', '>> EHLO historian\r\n'],
    says: 'request EHLO identify',
    function: 'EHLO',
    identity: [['calledItself', 'historian']],
  },
]

export const telnetVectors: readonly WireVector[] = [
  {
    title: 'a server greets before the log-in',
    source: 'RFC 854; seen: Telnet',
    exchange: ['< fffb01 fffb03', '<< Moxa NPort 5110\r\nlogin: '],
    says: 'response session other',
    function: 'Session',
    identity: [['banner', 'Moxa NPort 5110 login:']],
  },
]
