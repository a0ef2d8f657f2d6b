import type { WireVector } from '../wire-vector.ts'

export const mqttVectors: readonly WireVector[] = [
  {
    title: 'A client of version 3.1 connects',
    source: 'seen: MQTT (Malcolm test artifacts)',
    exchange: ['> 102500064d51497364700302000500177061686f2f333441414535344137354438333935363645'],
    says: 'request 1 other',
    identity: [['clientId', 'paho/34AAE54A75D839566E']],
  },
  {
    title: 'It is let in',
    source: 'seen: MQTT (Malcolm test artifacts)',
    exchange: ['< 20020000'],
    says: 'response 1 other',
  },
  {
    title: 'It is not let in: bad user name or password',
    source: 'MQTT 3.1.1, table 3.1',
    exchange: ['< 20020004'],
    says: 'response 1 other !',
  },
  {
    title: 'A subscription is a wish to read',
    source: 'seen: MQTT (Malcolm test artifacts)',
    exchange: ['> 82100001000b53616d706c65546f70696300'],
    says: 'request 8 read',
  },
  {
    title: 'A message is passed on',
    source: 'seen: MQTT (Malcolm test artifacts)',
    exchange: ['< 3017000b53616d706c65546f70696348656c6c6f204d515454'],
    says: 'event 3 other',
  },
]
