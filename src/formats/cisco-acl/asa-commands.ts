/**
 * First words of commands that do not filter what is forwarded ("Cisco ASA Series Command Reference"). A command that is not
 * listed here is named, since nobody knows whether it filters.
 */
export const asaContext: ReadonlySet<string> = new Set(
  `aaa aaa-server access-session action alias allocate-interface anyconnect arp as-path asdm asp auth-prompt auto-update
  banner bfd bgp boot call-home checkheaps class class-map clear client-update clock cluster command-alias community-list config
  config-register config-url configure console context coredump crashinfo crypto cryptochecksum cts ctl-file ctl-provider ctl ddns
  default default-information dhcp-client dhcpd dhcprelay disk0 distribute-list dns dns-group dns-server domain-name
  dynamic-access-policy-record dynamic-filter dynamic-map eigrp eject email enable encryption end enrollment eou erase event
  established-timeout exit export fips firepower flow flow-export flow-offload fragment ftp ftp-map ftps group-alias group-policy gtp-map
  group-url h225-map hardware help hpm hostname http http-map icmp igmp im imap4s import inspect ip ipsec ipsec-policy ipv4-map
  ip-client isakmp jumbo-frame key key-chain kerberos keypair keysize l2tp lacp ldap license licenses lisp
  log-adj-changes logging lldp mac-address mac-address-table mac-learn mac-list management-access management-only map map-name
  mfib mgcp-map monitor monitor-interface mount mroute msie mtu multicast neighbor network no-proxy ntp nve object-group-search
  ospf pager parameters passwd password password-policy pim policy-list policy-map policy-route pop3s prefix-list prelogin priority-queue
  privilege prompt protocol-violation proxy quota radius-common-pw radius-server redundancy redundant regex reload remote-access
  resource-class rest-api route-map router sasl-mechanism scansafe scep secure-unit-authentication security-group server service
  service-interface service-policy serial session setup shun sla smart-tunnel smtp smtps smtp-server snmp snmp-map snmp-server software
  ssh ssl sso-server subject-name sunrpc-server switch sysopt tcp-map telnet terminal tftp-server threat-detection
  timeout tls-proxy track trustpoint tunnel-group tunnel-group-map uauth umbrella-global unit url-block url-cache url-server
  url-list user-alert user-identity user-message username user-statistics validation-usage virtual virtual-service vpn
  vpn-addr-assign vpn-filter vpn-group-policy vpn-sessiondb vpnclient vpdn vti wccp web-applications webvpn write xlate
  xml compact failover failover-link names pki profile proxy-bypass app-agent asa service-module terminal-width dtls
  dscp ucm-cluster vxlan ztp process policy time-zone local-base-url sw-module`.split(/\s+/),
)

/** Commands that filter or divert, and that are not computed: what they concern is not told by the access lists alone. */
export const asaUnread: ReadonlyMap<string, string> = new Map([
  ['filter', 'content is filtered by another command ("filter")'],
  ['established', 'connections back are let in by another command ("established")'],
  ['conduit', 'a rule of the time before access lists ("conduit")'],
  ['outbound', 'a rule of the time before access lists ("outbound")'],
  ['apply', 'a rule of the time before access lists ("apply")'],
  ['zone', 'zones of traffic, in which interfaces stand for each other, are not understood'],
])

/** Of these, the ones that let pass or stop what the lists say otherwise: whatever arrives is undecided then. */
export const asaDeciding: ReadonlySet<string> = new Set(['established', 'conduit', 'outbound', 'apply', 'zone'])
