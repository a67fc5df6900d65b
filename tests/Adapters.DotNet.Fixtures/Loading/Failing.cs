using System.Diagnostics.CodeAnalysis;
using Inference.Contracts;

namespace Inference.Adapters.DotNet.Fixtures.Loading;

/// <summary>Classes that cannot be used, each for one reason.</summary>
public static class Failing
{
    /// <summary>What is right in all of them.</summary>
    public abstract class Abstract : IModelLoader
    {
        public string Platform => "dotnet";

        public virtual Task<Outcome<IModel>> LoadAsync(ModelSource source, CancellationToken cancellationToken) =>
            FixtureModel.Loaded(new Signature([], []), (_, _) => InferenceResult.Of([]));
    }

    public sealed class Generic<T> : Abstract;

    public sealed class WithParameter(int number) : Abstract
    {
        public int Number => number;
    }

    public sealed class Hidden : Abstract
    {
        private Hidden()
        {
        }

        public static Hidden Make() => new();
    }

    public sealed class NoLoader;

    [SuppressMessage("Usage", "CA1816", Justification = "Holds nothing.")]
    public sealed class ModelOnly : IModel
    {
        public Signature Signature => Signature.Unknown;

        public ValueTask<InferenceResult> InferAsync(InferenceRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    public sealed class ThrowingConstructor : Abstract
    {
        public ThrowingConstructor() => throw new InvalidOperationException("no license for this");
    }

    public sealed class ThrowingInitializer : Abstract
    {
        private static readonly int Number = int.Parse("seven");

        public static int Seven => Number;

        public override Task<Outcome<IModel>> LoadAsync(ModelSource source, CancellationToken cancellationToken) =>
            Seven == 7 ? base.LoadAsync(source, cancellationToken) : throw new InvalidOperationException("not seven");
    }

    public sealed class ThrowingLoad : Abstract
    {
        public override async Task<Outcome<IModel>> LoadAsync(ModelSource source, CancellationToken cancellationToken)
        {
            await Task.Yield();
            throw new FileNotFoundException($"{source.ModelPath} is not there", source.ModelPath);
        }
    }

    public sealed class NullTask : Abstract
    {
        public override Task<Outcome<IModel>> LoadAsync(ModelSource source, CancellationToken cancellationToken) => null!;
    }

    public sealed class NoModel : Abstract
    {
        public override Task<Outcome<IModel>> LoadAsync(ModelSource source, CancellationToken cancellationToken) => Task.FromResult(default(Outcome<IModel>));
    }

    public sealed class Refusing : Abstract
    {
        public override Task<Outcome<IModel>> LoadAsync(ModelSource source, CancellationToken cancellationToken) =>
            Task.FromResult<Outcome<IModel>>(new InferenceError(ErrorCode.InvalidInput, "the weights are of last year"));
    }

    public sealed class NativeMissing : Abstract
    {
        [System.Runtime.InteropServices.DllImport("nativepart")]
        private static extern int Answer();

        public override Task<Outcome<IModel>> LoadAsync(ModelSource source, CancellationToken cancellationToken) =>
            Answer() == 0 ? base.LoadAsync(source, cancellationToken) : throw new InvalidOperationException("what else");
    }

    internal sealed class NotPublic : Abstract;
}
