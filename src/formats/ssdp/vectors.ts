import type { WireVector } from '../wire-vector.ts'

export const ssdpVectors: readonly WireVector[] = [
  {
    title: 'a device announces itself with its system and its unique name',
    source: 'UPnP Device Architecture 1.1, §1.2.2',
    exchange: [
      '>> NOTIFY * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nLOCATION: http://10.0.0.9/d.xml\r\nNT: upnp:rootdevice\r\nNTS: ssdp:alive\r\nSERVER: Linux/3.0 UPnP/1.1 cam/2\r\nUSN: uuid:4d69-1::upnp:rootdevice\r\n\r\n',
    ],
    says: 'event NOTIFY other',
    function: 'NOTIFY',
    identity: [
      ['descriptionUrl', 'http://10.0.0.9/d.xml'],
      ['service', 'upnp:rootdevice'],
      ['server', 'Linux/3.0 UPnP/1.1 cam/2'],
      ['uuid', 'uuid:4d69-1'],
    ],
  },
  {
    title: 'a search is no announcement',
    source: 'UPnP Device Architecture 1.1, §1.3.2',
    exchange: ['>> M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: "ssdp:discover"\r\nST: ssdp:all\r\n\r\n'],
    says: 'request M-SEARCH identify',
    function: 'M-SEARCH',
  },
]
