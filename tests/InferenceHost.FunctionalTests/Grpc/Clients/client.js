// gRPC's JavaScript client against a host: client.js <folder with the messages> <internal address> <public address> <scenario>. Ends with 0 where all is as it should be.
// Its packages are looked for below NODE_PATH.
'use strict'
const assert = require('node:assert/strict')
const path = require('node:path')
const grpc = require('@grpc/grpc-js')
const loader = require('@grpc/proto-loader')

const [, , protos, internalAddress, publicAddress, scenario] = process.argv
const load = name => grpc.loadPackageDefinition(loader.loadSync(path.join(protos, name), { keepCase: true, longs: String, enums: String, bytes: Buffer, oneofs: true, defaults: true }))
const { inference } = load('open_inference.proto')
const { health } = load('health.proto').grpc
const options = { 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 }
const stub = (address, more = {}) => new inference.GRPCInferenceService(address, grpc.credentials.createInsecure(), { ...options, ...more })
const inside = stub(internalAddress)
const outside = stub(publicAddress)

const call = (on, method, request, { metadata = new grpc.Metadata(), ...more } = {}) =>
  new Promise((resolve, reject) => on[method](request, metadata, more, (error, answer) => (error ? reject(error) : resolve(answer))))

const collect = stream => new Promise((resolve, reject) => {
  const all = []
  stream.on('data', answer => all.push(answer)).on('error', reject).on('end', () => resolve(all))
})

async function refused (code, text, promise) {
  const error = await promise.then(answer => assert.fail(`answered ${JSON.stringify(answer)}`), error => error)
  assert.equal(error.code, grpc.status[code], error.message)
  assert.ok(error.details.includes(text), error.details)
  return error
}

const floats = values => Buffer.from(new Float32Array(values).buffer)
const tensor = (name, values, typed) => ({ name, datatype: 'FP32', shape: [values.length], ...(typed ? { contents: { fp32_contents: values } } : {}) })
const request = ({ model = 'sum', a = [1.5, 2], b = [3, 4], typed = false, ...more } = {}) =>
  ({ model_name: model, inputs: [tensor('a', a, typed), tensor('b', b, typed)], ...(typed ? {} : { raw_input_contents: [floats(a), floats(b)] }), ...more })
const single = (model, datatype, shape, raw) => ({ model_name: model, inputs: [{ name: 'x', datatype, shape }], raw_input_contents: [raw] })
const slow = iterations => {
  const raw = Buffer.alloc(8)
  raw.writeBigInt64LE(BigInt(iterations))
  return { model_name: 'slow', inputs: [{ name: 'iterations', datatype: 'INT64', shape: [] }], raw_input_contents: [raw] }
}

const scenarios = {
  async infer () {
    const raw = await call(inside, 'ModelInfer', request({ id: 'one' }))
    assert.deepEqual([raw.model_name, raw.model_version, raw.id, raw.outputs.map(o => [o.name, o.datatype, o.shape])], ['sum', '1', 'one', [['sum', 'FP32', ['2']], ['difference', 'FP32', ['2']]]])
    assert.deepEqual(raw.raw_output_contents, [floats([4.5, 6]), floats([-1.5, -2])])
    const typed = await call(inside, 'ModelInfer', request({ typed: true, outputs: [{ name: 'difference' }] }))
    assert.deepEqual(typed.outputs.map(o => o.contents.fp32_contents), [[-1.5, -2]])
    const bytes = Buffer.from([2, 0, 0, 0, 255, 0, 0, 0, 0, 0])
    assert.deepEqual((await call(inside, 'ModelInfer', single('echo-bytes', 'BYTES', [2], bytes))).raw_output_contents, [bytes])
  },
  async wrong () {
    await refused('INVALID_ARGUMENT', 'expected 12 bytes', call(inside, 'ModelInfer', single('echo-fp32', 'FP32', [3], Buffer.alloc(8))))
    await refused('INVALID_ARGUMENT', 'exclude each other', call(inside, 'ModelInfer', { ...request({ typed: true }), raw_input_contents: [Buffer.alloc(1)] }))
    await refused('NOT_FOUND', "no model is called 'ünbekannt'", call(inside, 'ModelInfer', request({ model: 'ünbekannt' })))
  },
  async metadata () {
    assert.equal((await call(inside, 'ServerLive', {})).live, true)
    assert.equal((await call(inside, 'ServerReady', {})).ready, true)
    assert.equal((await call(inside, 'ModelReady', { name: 'sum' })).ready, true)
    assert.equal((await call(inside, 'ModelMetadata', { name: 'sum' })).inputs[1].name, 'b')
    assert.equal((await call(inside, 'ModelConfig', { name: 'sum' })).config.input[0].data_type, 'TYPE_FP32')
    assert.ok((await call(inside, 'RepositoryIndex', {})).models.some(m => m.name === 'tests.sum' && m.state === 'READY'))
    assert.ok((await call(inside, 'ModelStatistics', { name: 'sum' })).model_stats[0].inference_stats.success)
  },
  async deadline () {
    await refused('DEADLINE_EXCEEDED', '', call(inside, 'ModelInfer', slow(1e9), { deadline: Date.now() + 300 }))
    await call(inside, 'ModelInfer', slow(1), { deadline: Date.now() + 20000 })
  },
  async cancel () {
    const cancelled = new Promise(resolve => {
      const running = inside.ModelInfer(slow(1e9), resolve)
      setTimeout(() => running.cancel(), 300)
    })
    assert.equal((await cancelled).code, grpc.status.CANCELLED)
    await call(inside, 'ModelInfer', slow(1), { deadline: Date.now() + 20000 })
  },
  async stream () {
    const stream = inside.ModelStreamInfer()
    const answers = collect(stream)
    for (let n = 0; n < 100; n++) stream.write(request(n === 50 ? { id: '50', model: 'absent' } : { id: String(n), a: [n], b: [1] }))
    stream.end()
    const all = await answers
    assert.deepEqual(all.map(a => a.infer_response.id), [...Array(100).keys()].map(String))
    assert.ok(all.every((a, n) => n === 50 ? a.error_message.includes('absent') : a.error_message === '' && a.infer_response.raw_output_contents[0].equals(floats([n + 1]))))
  },
  async gzip () {
    const packing = stub(internalAddress, { 'grpc.default_compression_algorithm': grpc.compressionAlgorithms.gzip })
    assert.deepEqual((await call(packing, 'ModelInfer', single('echo-uint8', 'UINT8', [500000], Buffer.alloc(500000, 7)))).raw_output_contents, [Buffer.alloc(500000, 7)])
    await refused('RESOURCE_EXHAUSTED', 'over the limit', call(packing, 'ModelInfer', single('echo-uint8', 'UINT8', [1], Buffer.alloc(120 << 20))))
  },
  async large () {
    const values = Buffer.alloc(30 << 20, 'abc')
    const answer = await call(inside, 'ModelInfer', single('echo-uint8', 'UINT8', [values.length], values))
    assert.ok(answer.raw_output_contents[0].equals(values))
    await refused('RESOURCE_EXHAUSTED', 'limit of 1024 bytes', call(outside, 'ModelInfer', request({ model: 'tests.small', a: Array(500).fill(1), b: Array(500).fill(1) })))
  },
  async health () {
    const checks = new health.v1.Health(internalAddress, grpc.credentials.createInsecure())
    assert.equal((await call(checks, 'Check', { service: '' })).status, 'SERVING')
    await refused('NOT_FOUND', 'absent', call(checks, 'Check', { service: 'absent' }))
    const watched = checks.Watch({ service: 'sum' })
    const first = await new Promise((resolve, reject) => watched.once('data', resolve).on('error', reject))
    assert.equal(first.status, 'SERVING')
    watched.removeAllListeners('error').on('error', () => {})
    watched.cancel()
  },
  async access () {
    const as = value => {
      const metadata = new grpc.Metadata()
      if (value) metadata.set('authorization', value)
      return { metadata }
    }
    await call(outside, 'ModelInfer', request({ model: 'tests.open' }))
    await refused('NOT_FOUND', 'namespace.path', call(outside, 'ModelInfer', request()))
    await refused('UNAUTHENTICATED', '', call(outside, 'ModelInfer', request({ model: 'tests.closed' })))
    await refused('UNAUTHENTICATED', '', call(outside, 'ModelInfer', request({ model: 'tests.closed' }), as('Basic Ym9iOndyb25n')))
    await call(outside, 'ModelInfer', request({ model: 'tests.closed' }), as('Basic Ym9iOmNvcnJlY3QgaG9yc2U='))
    await refused('UNIMPLEMENTED', 'no such method', call(outside, 'RepositoryIndex', {}))
  }
}

scenarios[scenario]().then(() => {
  console.log('done')
  process.exit(0)
}, error => {
  console.error(error)
  process.exit(1)
})
