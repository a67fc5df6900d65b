using Inference.Contracts;
using Microsoft.ML.OnnxRuntime;

namespace Inference.Adapters.Onnx.Running;

/// <summary>
/// A run between memory that ONNX Runtime was told of once: it makes no values of its own and looks up no names, which is half the cost of a small model's run. Inputs are copied, hence only small ones
/// (<see cref="BoundShapes"/>). From a run to the disposal of its last output it is in use; then it goes back to the shapes it was made for.
/// </summary>
internal sealed class BoundRun : IDisposable
{
    private readonly BoundShapes home;
    private readonly OrtIoBinding binding;
    private readonly RunOptions options = new();
    private readonly TensorBuffer[] inputs;
    private readonly BoundBuffer[] outputs;
    private readonly List<OrtValue> values = [];
    private int lent;

    public BoundRun(InferenceSession session, BoundShapes home)
    {
        this.home = home;
        binding = session.CreateIoBinding();
        inputs = Array.ConvertAll(home.Inputs, tensor => Bind(tensor, binding.BindInput));
        outputs = Array.ConvertAll(home.Outputs, tensor => new BoundBuffer(Bind(tensor, binding.BindOutput), GiveBack));
    }

    /// <summary>The outputs, in memory of this run; it is in use until they are disposed of.</summary>
    /// <exception cref="OnnxRuntimeException">The run failed or was cancelled; this is not in use any more.</exception>
    public InferenceResult Run(InferenceSession session, IReadOnlyList<NamedTensor> given, CancellationToken cancellationToken)
    {
        for (var i = 0; i < inputs.Length; i++)
            given[i].Tensor.Span.CopyTo(inputs[i].GetSpan());
        try
        {
            using var registration = cancellationToken.UnsafeRegister(static options => ((RunOptions)options!).Terminate = true, options);
            session.RunWithBinding(options, binding);
        }
        catch
        {
            options.Terminate = false;
            home.Return(this);
            throw;
        }

        lent = outputs.Length;
        var made = new NamedTensor[outputs.Length];
        for (var i = 0; i < made.Length; i++)
        {
            outputs[i].Lend();
            made[i] = new NamedTensor(home.Outputs[i].Name, Tensor.Wrap(home.Outputs[i].Type, home.Outputs[i].Shape, outputs[i]));
        }

        return InferenceResult.Of(made);
    }

    public void Dispose()
    {
        binding.Dispose();
        options.Dispose();
        foreach (var value in values)
            value.Dispose();
        foreach (var input in inputs)
            input.Release();
        foreach (var output in outputs)
            output.GiveBack();
    }

    private TensorBuffer Bind(BoundTensor tensor, Action<string, OrtValue> bind)
    {
        var buffer = Tensor.RentBuffer(tensor.Bytes);
        var type = (Microsoft.ML.OnnxRuntime.Tensors.TensorElementType)ElementTypes.ToOnnx(tensor.Type);
        var value = OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, type, tensor.Shape.AsArray, buffer.Address, tensor.Bytes);
        values.Add(value);
        bind(tensor.Name, value);
        return buffer;
    }

    private void GiveBack()
    {
        if (Interlocked.Decrement(ref lent) > 0)
            return;

        // set by a caller who left when the run was over already
        options.Terminate = false;
        home.Return(this);
    }
}
