// One end of a Modbus/TCP dialogue over real sockets, for the test of the sensor: started in a namespace of its own.
//   serve ADDRESS PORT            answers every request, prints "ready"
//   poll ADDRESS PORT COUNT MS    asks so often, with a pause after each, prints "<answers> answered"
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { encodeModbus, readRequest, registersResponse } from '#formats/modbus/encode.ts'

const [does, address, port, count, pause] = process.argv.slice(2)

if (does === 'serve') {
  const server = createServer((socket) => {
    socket.setNoDelay(true)
    socket.on('error', () => {})
    socket.on('data', (asked: Buffer) => {
      const told = registersResponse(3, [asked.readUInt16BE(0) & 0xff, 7])
      socket.write(encodeModbus(asked.readUInt16BE(0), asked[6]!, told))
    })
  })
  server.listen(Number(port), address, () => process.stdout.write('ready\n'))
} else {
  const socket = connect({ host: address!, port: Number(port) })
  socket.setNoDelay(true)
  await once(socket, 'connect')
  let answered = 0
  for (let n = 1; n <= Number(count); n++) {
    socket.write(encodeModbus(n, 1, readRequest(3, 0, 2)))
    await once(socket, 'data')
    answered++
    if (Number(pause) > 0) await sleep(Number(pause))
  }
  socket.end()
  await once(socket, 'close')
  process.stdout.write(`${answered} answered\n`)
}
