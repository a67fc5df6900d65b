// node server.js <model.onnx> <port>: the model behind POST /, as one writes it by hand.
const fastify = require("fastify")();
const ort = require("onnxruntime-node");

const [model, port] = process.argv.slice(2);

async function main() {
  const session = await ort.InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  fastify.post("/", async (request) => {
    const { shape, data } = request.body.inputs[0];
    const { label, probabilities } = await session.run({ image: new ort.Tensor("float32", Float32Array.from(data), shape) });
    return {
      outputs: [
        { name: "label", datatype: "INT64", shape: label.dims, data: Array.from(label.data, Number) },
        { name: "probabilities", datatype: "FP32", shape: probabilities.dims, data: Array.from(probabilities.data) },
      ],
    };
  });
  await fastify.listen({ host: "127.0.0.1", port: Number(port) });
}

main();
