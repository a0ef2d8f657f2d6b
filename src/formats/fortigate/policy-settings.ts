/**
 * Settings of a policy by what they mean for a packet ("FortiOS CLI Reference, config firewall policy"). A setting that stands in
 * neither list is named, and makes the policy undecided.
 */

/** Read as rules: who, where to, what, and what happens then. */
export const readSettings: ReadonlySet<string> = new Set(
  `srcintf dstintf srcaddr dstaddr srcaddr4 dstaddr4 srcaddr6 dstaddr6 srcaddr-negate dstaddr-negate srcaddr4-negate dstaddr4-negate srcaddr6-negate
  dstaddr6-negate service service-negate action status schedule nat ippool poolname poolname6 name policyid match-vip
  match-vip-only fixedport natip natinbound natoutbound policy-expiry policy-expiry-date policy-expiry-date-utc`.split(
    /\s+/,
  ),
)

/** They change, log, shape or inspect what passes. Profiles of inspection may still stop content; that is not a rule of packets. */
export const contextSettings: ReadonlySet<string> = new Set(
  `uuid comments comment label global-label logtraffic logtraffic-start log log-http-transaction utm-status inspection-mode profile-type
  profile-group profile-protocol-options ssl-ssh-profile av-profile webfilter-profile dnsfilter-profile emailfilter-profile
  spamfilter-profile dlp-profile dlp-sensor file-filter-profile ips-sensor application-list application-charts voip-profile ips-voip-filter sctp-filter-profile
  diameter-filter-profile virtual-patch-profile icap-profile waf-profile ssh-filter-profile cifs-profile casb-profile
  videofilter-profile video-filter-profile mms-profile gtp-profile deep-inspection-options replacemsg-override-group
  traffic-shaper traffic-shaper-reverse per-ip-shaper session-ttl diffserv-copy diffserv-forward diffserv-reverse diffservcode-forward
  diffservcode-rev diffserv diffserv-rev auto-asic-offload np-acceleration np-accelation capture-packet tcp-mss-sender
  tcp-mss-receiver tcp-session-without-syn anti-replay delay-tcp-npu-session dsri dynamic-shaping timeout-send-rst send-deny-packet
  block-notification custom-log-fields tags tagging color cgn-session-quota cgn-resource-quota cgn-eif cgn-eim cgn-log-server-grp
  permit-any-host permit-stun-host port-preserve port-random pcp-outbound pcp-inbound pcp-poolname fec email-collect wccp webcache webcache-https
  webproxy-profile webproxy-forward-server http-policy-redirect ssh-policy-redirect vlan-cos-fwd vlan-cos-rev passive-wan-health-measurement
  wanopt wanopt-detection wanopt-passive-opt wanopt-profile wanopt-peer disclaimer redirect-url auth-redirect-addr auth-path
  auth-cert identity-from firewall-session-dirty schedule-timeout radius-mac-auth-bypass ntlm-enabled-browsers
  tcp-timeout-pid udp-timeout-pid policy-offload cgn-sw-eif-ctrl hyperscale-policy decrypted-traffic-mirror
  natip-type best-route l7-policy scan-botnet-connections ssl-mirror ssl-mirror-intf captive-portal-exempt fsso-agent-for-ntlm app-monitor learning-mode pfcp-profile telemetry-profile radius-ip-auth-bypass
  eif-check eif-learn tcp-timeout udp-timeout inbound outbound vpntunnel internet-service-fortiguard ztna-status-off pcp-inbound-off`.split(
    /\s+/,
  ),
)

const header = 'a header that no conversation is told by'
const otherFamily = 'translation between IPv4 and IPv6'
export const internetService = 'a service of the internet, whose addresses the file does not tell'

/** They narrow the policy by what no configuration tells. `disable` (or an empty value) switches them off. */
export const conditionSettings: ReadonlyMap<string, string> = new Map([
  ['users', 'who is signed in'],
  ['groups', 'who is signed in'],
  ['fsso-groups', 'who is signed in'],
  ['ntlm', 'who is signed in'],
  ['ntlm-guest', 'who is signed in'],
  ['rsso', 'who is signed in'],
  ['identity-based', 'who is signed in'],
  ['identity-based-route', 'who is signed in'],
  ['devices', 'which device it is'],
  ['endpoint-compliance', 'which device it is'],
  ['ztna-status', 'which device it is'],
  ['ztna-ems-tag', 'which device it is'],
  ['ztna-ems-tag-secondary', 'which device it is'],
  ['ztna-geo-tag', 'which device it is'],
  ['ztna-device-ownership', 'which device it is'],
  ['ztna-policy-redirect', 'which device it is'],
  ['src-vendor-mac', 'which device it is'],
  ['internet-service', internetService],
  ['internet-service-src', internetService],
  ['internet-service6', internetService],
  ['internet-service6-src', internetService],
  ['network-service-dynamic', internetService],
  ['network-service-src-dynamic', internetService],
  ['reputation-minimum', 'the reputation of an address'],
  ['reputation-minimum6', 'the reputation of an address'],
  ['geoip-anycast', 'a country, whose addresses the file does not tell'],
  ['application', 'which application it is'],
  ['app-category', 'which application it is'],
  ['app-group', 'which application it is'],
  ['url-category', 'which application it is'],
  ['vlan-filter', 'the VLAN of a frame'],
  ['sgt-check', 'a security group (TrustSec)'],
  ['sgt', 'a security group (TrustSec)'],
  ['scim-users', 'who is signed in'],
  ['scim-groups', 'who is signed in'],
  ['tos', header],
  ['tos-mask', header],
  ['dscp-match', header],
  ['nat46', otherFamily],
  ['nat64', otherFamily],
  ['rtp-nat', 'addresses of voice'],
  ['rtp-addr', 'addresses of voice'],
])

/** Belongs to one of those above, and says nothing without it. */
export const conditionDetails: ReadonlySet<string> = new Set(
  `internet-service-name internet-service-id internet-service-custom internet-service-custom-group internet-service-group internet-service-negate
  internet-service-src-name internet-service-src-id internet-service-src-custom internet-service-src-custom-group
  internet-service-src-group internet-service-src-negate internet-service6-name internet-service6-custom internet-service6-group
  internet-service6-custom-group internet-service6-negate internet-service6-src-name internet-service6-src-custom internet-service6-src-group
  internet-service6-src-custom-group internet-service6-src-negate reputation-direction reputation-direction6 geoip-match ztna-tags-match-logic tos-mask tos-negate
  dscp-negate dscp-value fsso wsso saml-server scim ztna-ems-tag-negate internet-service-src-fortiguard
  internet-service6-fortiguard internet-service6-src-fortiguard ip-based active-auth-method sso-auth-method`.split(
    /\s+/,
  ),
)
