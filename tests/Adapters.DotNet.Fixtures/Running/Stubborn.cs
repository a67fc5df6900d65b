using Inference.Contracts;

namespace Inference.Adapters.DotNet.Fixtures.Running;

/// <summary>
/// Never looks at its token: runs until the parameter <c>release</c>, a <see cref="ManualResetEventSlim"/>, is set; blocks, or with <c>ASYNC</c> awaits. FP32 input <c>x</c> [n]
/// comes back as <c>y</c>, read before the wait; what it sees of it afterwards, through a span taken before, is printed.
/// </summary>
public sealed class Stubborn : IModelLoader
{
    private int running;

    public string Platform => "dotnet";

    public Task<Outcome<IModel>> LoadAsync(ModelSource source, CancellationToken cancellationToken)
    {
        var signature = new Signature([FixtureModel.Floats("x")], [FixtureModel.Floats("y")]);
        var model = source.Environment.ContainsKey("ASYNC")
            ? new FixtureModel(signature, (request, _) => RunAsync(source, request)) { OnDispose = OnDispose }
            : new FixtureModel(signature, (request, _) => Run(source, request)) { OnDispose = OnDispose };
        return Task.FromResult<Outcome<IModel>>(model);

        void OnDispose() => source.Events.Printed($"disposed while {Volatile.Read(ref running)} run");
    }

    private InferenceResult Run(ModelSource source, InferenceRequest request)
    {
        var seen = request.Inputs[0].Tensor.Values<float>();
        var y = Begin(source, request);
        Release(request).Wait(CancellationToken.None);
        source.Events.Printed($"saw {string.Join(' ', seen.ToArray())}");
        return End(y);
    }

    private async ValueTask<InferenceResult> RunAsync(ModelSource source, InferenceRequest request)
    {
        var y = Begin(source, request);
        await Task.Yield();
        Release(request).Wait(CancellationToken.None);
        return End(y);
    }

    private Tensor Begin(ModelSource source, InferenceRequest request)
    {
        var y = Tensor.FromValues<byte>(DataType.Fp32, request.Inputs[0].Tensor.Shape, request.Inputs[0].Tensor.Span);
        (request.Parameters[0].Value as List<Tensor>)?.Add(y);
        source.Events.Printed($"running {Interlocked.Increment(ref running)}");
        return y;
    }

    private InferenceResult End(Tensor y)
    {
        Interlocked.Decrement(ref running);
        return InferenceResult.Of([new NamedTensor("y", y)]);
    }

    private static ManualResetEventSlim Release(InferenceRequest request) => (ManualResetEventSlim)request.Parameters[1].Value!;
}
