using Inference.Adapters.DotNet.Loading;
using Inference.Contracts;

namespace Inference.Adapters.DotNet;

/// <summary>
/// Loads models through a class of the user's, from an assembly below <see cref="ModelSource.Root"/>: it implements <see cref="IModelLoader"/> itself. Each load has
/// assemblies of its own, with static fields of their own, which are unloaded when its model is disposed of. The code is trusted: it runs in this process and can end it.
/// </summary>
public sealed class DotNetModelLoader(DotNetOptions options) : IModelLoader
{
    public string Platform => "dotnet";

    public async Task<Outcome<IModel>> LoadAsync(ModelSource source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        cancellationToken.ThrowIfCancellationRequested();

        // the user's code may take its time without ever awaiting anything
        var load = Task.Run(() => new AdapterLoad(options, source).RunAsync(cancellationToken), CancellationToken.None);
        try
        {
            return await load.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // it may not look at the token: nobody waits for it, and what it gives in the end is let go of
            _ = DropAsync(load);
            throw new OperationCanceledException(cancellationToken);
        }
    }

    private static async Task DropAsync(Task<Outcome<IModel>> load)
    {
        try
        {
            if ((await load).TryGet(out var model, out _))
                await model.DisposeAsync();
        }
        catch (OperationCanceledException)
        {
            // it did look
        }
    }
}
