import type { AccessLine } from '#core/access/access-line.ts'

export interface LogVector {
  readonly title: string
  readonly source: string
  readonly lines: readonly string[]
  /** What the lines tell of access, without what is empty. */
  readonly told: readonly Partial<AccessLine>[]
  readonly ignored?: number
  readonly faulty?: number
}

export const logVectors: readonly LogVector[] = [
  {
    title: 'OpenSSH over syslog of RFC 3164: who came, who was refused, who left',
    source: 'OpenSSH auth.c, session.c; RFC 3164 §4.1',
    lines: [
      '<38>Nov  2 08:15:00 jump01 sshd[4711]: Accepted publickey for sato from 10.200.0.15 port 50122 ssh2: ED25519 SHA256:abc',
      '<38>Nov  2 08:15:00 jump01 sshd[4711]: pam_unix(sshd:session): session opened for user sato(uid=1001) by (uid=0)',
      '<38>Nov  2 08:16:10 jump01 sshd[4720]: Failed password for invalid user admin from 203.0.113.9 port 40001 ssh2',
      '<38>Nov  2 09:02:11 jump01 sshd[4711]: pam_unix(sshd:session): session closed for user sato',
      '<38>Nov  2 09:02:11 jump01 CRON[4800]: pam_unix(cron:session): session opened for user root',
    ],
    told: [
      {
        line: 1,
        what: 'opened',
        service: 'ssh',
        at: '2026-11-01T23:15:00.000Z',
        account: 'sato',
        source: '10.200.0.15',
        host: 'jump01',
        session: 'jump01 sshd 4711',
        reason: 'publickey',
      },
      {
        line: 3,
        what: 'refused',
        service: 'ssh',
        at: '2026-11-01T23:16:10.000Z',
        account: 'admin',
        source: '203.0.113.9',
        host: 'jump01',
        reason: 'password',
      },
      {
        line: 4,
        what: 'closed',
        service: 'ssh',
        at: '2026-11-02T00:02:11.000Z',
        host: 'jump01',
        session: 'jump01 sshd 4711',
      },
    ],
    ignored: 2,
  },
  {
    title: 'OpenSSH over syslog of RFC 5424, with structured data',
    source: 'RFC 5424 §6.5; OpenSSH 9.8 sshd-session',
    lines: [
      '<86>1 2026-11-02T08:15:00.250+09:00 jump01 sshd-session 991 - [meta sequenceId="29" note="a \\] b"] Accepted password for ito from ::ffff:10.200.0.16 port 50130 ssh2',
      '<86>1 2026-11-02T08:20:00+09:00 jump01 sshd-session 992 - - Disconnected from user ito 10.200.0.16 port 50130',
    ],
    told: [
      {
        what: 'opened',
        at: '2026-11-01T23:15:00.250Z',
        account: 'ito',
        source: '10.200.0.16',
        host: 'jump01',
        session: 'jump01 sshd 991',
      },
      { what: 'closed', at: '2026-11-01T23:20:00.000Z', account: 'ito', source: '10.200.0.16' },
    ],
  },
  {
    title: 'OpenVPN in its own file: the account, the address it was given, the end',
    source: 'OpenVPN multi.c, ssl.c',
    lines: [
      'Mon Nov  2 08:15:00 2026 203.0.113.5:49152 [sato] Peer Connection Initiated with [AF_INET]203.0.113.5:49152',
      'Mon Nov  2 08:15:01 2026 sato/203.0.113.5:49152 MULTI_sva: pool returned IPv4=10.8.0.6, IPv6=(Not enabled)',
      '2026-11-02 09:15:00 sato/203.0.113.5:49152 SIGTERM[soft,remote-exit] received, client-instance exiting',
      '2026-11-02 09:16:00 203.0.113.7:1194 TLS Auth Error: Auth Username/Password verification failed for peer',
    ],
    told: [
      {
        what: 'opened',
        service: 'vpn',
        account: 'sato',
        source: '203.0.113.5',
        session: ' openvpn 203.0.113.5:49152',
      },
      { what: 'opened', account: 'sato', assigned: '10.8.0.6', session: ' openvpn 203.0.113.5:49152' },
      { what: 'closed', at: '2026-11-02T00:15:00.000Z', account: 'sato', session: ' openvpn 203.0.113.5:49152' },
      { what: 'refused', source: '203.0.113.7' },
    ],
  },
  {
    title: 'strongSwan: the association, the virtual address, the end; a new key is no new session',
    source: 'strongSwan charon, ike_sa.c, mode_config.c',
    lines: [
      'Nov  2 08:15:00 vpn1 charon: 11[IKE] IKE_SA rw[1] established between 192.0.2.1[moon.example.org]...203.0.113.5[carol@example.org]',
      "Nov  2 08:15:00 vpn1 charon: 11[IKE] assigning virtual IP 10.3.0.1 to peer 'carol@example.org'",
      'Nov  2 08:45:00 vpn1 charon: 06[IKE] deleting IKE_SA rw[1] between 192.0.2.1[moon.example.org]...203.0.113.5[carol@example.org]',
    ],
    told: [
      {
        what: 'opened',
        service: 'vpn',
        account: 'carol@example.org',
        source: '203.0.113.5',
        session: 'vpn1 rw[1]',
      },
      { what: 'opened', account: 'carol@example.org', assigned: '10.3.0.1' },
      { what: 'closed', account: 'carol@example.org', session: 'vpn1 rw[1]' },
    ],
  },
  {
    title: 'Cisco ASA: AnyConnect begins, gets an address, ends with its duration; a refusal',
    source: 'Cisco Secure Firewall ASA Series Syslog Messages: 113039, 722051, 113019, 113015',
    lines: [
      '<166>Nov 02 2026 08:15:00 asa1 : %ASA-6-113039: Group <GP-OT> User <tanaka> IP <203.0.113.5> AnyConnect parent session started.',
      '<164>Nov 02 2026 08:15:01 asa1 : %ASA-4-722051: Group <GP-OT> User <tanaka> IP <203.0.113.5> IPv4 Address <10.9.0.3> IPv6 address <::> assigned to session',
      '<164>Nov 02 2026 08:27:34 asa1 : %ASA-4-113019: Group = TG-OT, Username = tanaka, IP = 203.0.113.5, Session disconnected. Session Type: AnyConnect-Parent, Duration: 0h:12m:33s, Bytes xmt: 100, Bytes rcv: 200, Reason: User Requested',
      '<166>Nov 02 2026 08:28:00 asa1 : %ASA-6-113015: AAA user authentication Rejected : reason = Invalid password : local database : user = admin : user IP = 203.0.113.9',
      '<166>2026-11-02T08:28:01Z asa1 : %ASA-6-302013: Built inbound TCP connection 8 for outside',
    ],
    told: [
      { what: 'opened', service: 'vpn', account: 'tanaka', source: '203.0.113.5', at: '2026-11-01T23:15:00.000Z' },
      { what: 'opened', account: 'tanaka', assigned: '10.9.0.3', host: 'asa1' },
      { what: 'closed', account: 'tanaka', seconds: 753, reason: 'User Requested' },
      { what: 'refused', account: 'admin', source: '203.0.113.9', reason: 'Invalid password' },
    ],
    ignored: 1,
  },
  {
    title: 'FortiGate: a tunnel goes up and down, by its own date, time and zone',
    source: 'FortiOS Log Message Reference, 39947 and 39948',
    lines: [
      'date=2026-11-02 time=08:15:00 devname="FG1" devid="FGT60" logid="0101039947" type="event" subtype="vpn" level="information" tz="+0900" action="tunnel-up" tunneltype="ssl-tunnel" tunnelid=77 remip=203.0.113.5 tunnelip=10.9.0.9 user="suzuki" group="ot" reason="tunnel established" msg="SSL tunnel established"',
      '<189>date=2026-11-02 time=08:45:00 devname="FG1" devid="FGT60" logid="0101039948" type="event" subtype="vpn" tz="+0900" action="tunnel-down" tunnelid=77 remip=203.0.113.5 user="suzuki" duration=1800 reason="User requested termination of service"',
      'date=2026-11-02 time=08:46:00 devname="FG1" devid="FGT60" logid="0000000013" type="traffic" subtype="forward" action="accept" srcip=10.1.1.1',
    ],
    told: [
      {
        what: 'opened',
        service: 'vpn',
        at: '2026-11-01T23:15:00.000Z',
        account: 'suzuki',
        source: '203.0.113.5',
        assigned: '10.9.0.9',
        host: 'FG1',
        session: 'FG1 77 suzuki',
      },
      { what: 'closed', at: '2026-11-01T23:45:00.000Z', seconds: 1800, session: 'FG1 77 suzuki' },
    ],
    ignored: 1,
  },
  {
    title: 'Guacamole over the journal: connections by name',
    source: 'Apache Guacamole, TunnelRequestService, AuthenticationService',
    lines: [
      'Nov  2 08:15:00 gw1 tomcat9[812]: 08:15:00.101 [http-nio-8080-exec-3] INFO  o.a.g.r.auth.AuthenticationService - User "sato" successfully authenticated from 10.200.0.15.',
      'Nov  2 08:15:05 gw1 tomcat9[812]: 08:15:05.000 [http-nio-8080-exec-4] INFO  o.a.g.tunnel.TunnelRequestService - User "sato" connected to connection "12".',
      'Nov  2 08:25:05 gw1 tomcat9[812]: 08:25:05.000 [http-nio-8080-exec-4] INFO  o.a.g.tunnel.TunnelRequestService - User "sato" disconnected from connection "12". Duration: 600000 milliseconds',
      'Nov  2 08:26:00 gw1 tomcat9[812]: 08:26:00.000 [http-nio-8080-exec-5] WARN  o.a.g.r.auth.AuthenticationService - Authentication attempt from [203.0.113.9] for user "guest" failed.',
    ],
    told: [
      { what: 'opened', service: 'gateway', account: 'sato', target: '12', host: 'gw1' },
      { what: 'closed', account: 'sato', target: '12', seconds: 600 },
      { what: 'refused', account: 'guest', source: '203.0.113.9' },
    ],
    ignored: 1,
  },
  {
    title: 'Teleport’s audit log: sessions from end to end, desktops, refusals',
    source: 'Teleport audit event reference: session.end, windows.desktop.session.start, user.login',
    lines: [
      '{"event":"session.end","code":"T2004I","time":"2026-11-02T08:45:00Z","user":"sato","login":"root","sid":"s-1","addr.remote":"203.0.113.5:51454","server_hostname":"plc-gw","server_addr":"10.1.3.9:3022","session_start":"2026-11-02T08:15:00Z","session_stop":"2026-11-02T08:45:00Z"}',
      '{"event":"windows.desktop.session.start","code":"TDP00I","time":"2026-11-02T09:00:00Z","user":"ito","windows_user":"administrator","sid":"s-2","addr.remote":"10.1.2.20:3389","desktop_addr":"10.1.2.20:3389","success":true}',
      '{"event":"user.login","code":"T1000W","time":"2026-11-02T09:05:00Z","user":"guest","success":false,"addr.remote":"203.0.113.9:40000"}',
      '{"event":"session.command","code":"T4000I","time":"2026-11-02T09:05:00Z","user":"sato"}',
    ],
    told: [
      {
        what: 'session',
        service: 'gateway',
        at: '2026-11-02T08:15:00.000Z',
        until: '2026-11-02T08:45:00.000Z',
        account: 'sato',
        source: '203.0.113.5',
        target: '10.1.3.9',
        session: 's-1',
        reason: 'root',
      },
      { what: 'opened', service: 'rdp', account: 'ito', target: '10.1.2.20', reason: 'administrator' },
      { what: 'refused', account: 'guest', source: '203.0.113.9' },
    ],
    ignored: 1,
  },
  {
    title: 'lines without a time, and lines of no log, are refused and counted',
    source: 'made for this test',
    lines: [
      '08:15:05.000 INFO o.a.g.tunnel.TunnelRequestService - User "sato" connected to connection "12".',
      'hello',
      '',
      '{"a":1}',
      '{',
    ],
    told: [],
    ignored: 1,
    faulty: 4,
  },
]
