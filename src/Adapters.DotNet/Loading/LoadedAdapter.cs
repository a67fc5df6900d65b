using System.Runtime.CompilerServices;
using Inference.Adapters.DotNet.Assemblies;
using Inference.Adapters.DotNet.Running;
using Inference.Contracts;

namespace Inference.Adapters.DotNet.Loading;

/// <summary>
/// What is held of the user's code: its assemblies, its loader and its model. Whoever holds any of these keeps the code in memory, so this is the one place, and it
/// lets go of all of them when it is closed.
/// </summary>
internal sealed class LoadedAdapter(AdapterContext context)
{
    private AdapterContext? context = context;

    public IModelLoader? Loader { get; set; }

    public IModel? Model { get; set; }

    /// <summary>Disposes of the model and of its loader where that wants it, then lets go of the code. What they raise is told to <paramref name="events"/>.</summary>
    /// <returns>Dead once the code is gone.</returns>
    public async Task<WeakReference> CloseAsync(IModelEvents events)
    {
        await DisposeAsync(Model, events);
        Model = null;
        await DisposeAsync(Loader, events);
        Loader = null;
        return Unload();
    }

    private static async Task DisposeAsync(object? part, IModelEvents events)
    {
        try
        {
            switch (part)
            {
                case IAsyncDisposable later:
                    await later.DisposeAsync();
                    break;
                case IDisposable now:
                    now.Dispose();
                    break;
                default:
                    break;
            }
        }
        catch (Exception e)
        {
            // the user's code; it is unloaded all the same
            events.Raised(requestId: null, ExceptionText.Details(e));
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference Unload()
    {
        var gone = new WeakReference(context, trackResurrection: true);
        context?.Unload();
        context = null;
        return gone;
    }
}
