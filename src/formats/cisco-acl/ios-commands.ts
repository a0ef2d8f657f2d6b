/**
 * First words of commands that do not filter what is forwarded ("Cisco IOS Master Command List"). A command that is not listed
 * here is named, since nobody knows whether it filters.
 */
export const iosContext: ReadonlySet<string> = new Set(
  `aaa aal2-profile access-session aggregate-address alarm alarm-contact alarm-profile alias ap app-hosting appfw archive arp async authentication autonomic
  avb banner bfd bfd-template boot bootp bridge bridge-domain buffers building call call-home card card-type cdp cef cef-table
  chat-script cip class-map clns clock cns config-register configuration control-plane controller coap crypto cts current current-configuration
  cwmp dampening default default-value define delay device device-sensor device-tracking dhcp diagnostic dialer dialer-list
  dlsw dns do dot1x downward-compatible-config dspfarm dual-active enable energywise epm errdisable ethernet event exception exit
  facility-alarm fabric fhrp file flow fpd frame-relay ftp-server gatekeeper gateway global-address-family guestshell hostname
  hw-module hardware identity iox ipc isdn ixi justify key key-string kron l2 l2tp-class l2vpn lacp lane ldap
  led license line line-card lldp location logging login lsc mab mac-address-table mac mace macro map-class map-list
  mediatrace memory memory-size menu metadata microcode mka mls mmi modemcap monitor mpls multilink mvr nat66 ncia netconf
  netconf-yang nls no nmsp ntp object-tracking onep parameter-map parser partition passthru password performance platform
  pnp policy-map port-channel power pppoe priority-list printer privilege process process-max-time prompt pseudowire-class
  ptp qos queue-list radius radius-server rcapi redundancy regexp remote remote-management resource restconf rmon
  route-map route-tag router rtr sampler scheduler scripting sdm security service service-list service-template
  setup shell show signaling sip-ua sla snmp snmp-server source-bridge spanning-tree spd stack-power stackwise-virtual standby state-machine
  subscriber switch switchport system table-map tacacs tacacs-server telemetry template terminal
  tftp-server threshold time-zone track transceiver tunnel udld udp-encap upgrade urpf username utd verify version virtual-profile virtual-service
  virtual-template vlan vmps voice voice-card voice-port vpdn vpdn-group vpn vrf vrrp vstack vtp vty wccp webui wireless wsma
  x25 x29 xconnect xsm yang-interfaces zone ztp alarm-port rep profinet cip parser-view process-cpu diag
  port-security mdix negotiation nve twamp eem module environment mode hsr prp dlr ios-config rapid-commit
  ip ipv6 media-proxy ipx appletalk decnet cryptochecksum last end dying-gasp call-policy-set errordetection sd-routing sdwan
  system-ip macsec security-password segment-routing site-manager license-level ignition low_power ppp network-clock esmc synce
  sgacl ucse ospfv3 management memory-reserve memory-statistics crypto-local ssh tclsh passwd device-role mdns-sd service-routing`.split(
    /\s+/,
  ),
)

/** Commands that filter, and that are not computed. */
export const iosUnread: ReadonlyMap<string, string> = new Map([
  ['ip ips', 'intrusion prevention may drop what a list lets pass'],
  ['ip admission', 'lists of users who sign in may come before others'],
  ['ip auth-proxy', 'lists of users who sign in may come before others'],
  ['cts role-based', 'rules by security groups are not understood'],
  ['nat64', 'translation between IPv4 and IPv6 is not understood'],
  ['nat64 v4', 'translation between IPv4 and IPv6 is not understood'],
])
