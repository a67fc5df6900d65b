using Inference.Adapters.DotNet.Assemblies;
using Inference.Contracts;

namespace Inference.Adapters.DotNet.Loading;

/// <summary>One load of one model: each step says what it was about when it fails.</summary>
internal sealed class AdapterLoad(DotNetOptions options, ModelSource source)
{
    private string stage = "it cannot be loaded:";

    /// <summary>Makes the user's loader and lets it load; never throws but for the cancellation. What an unfinished load made is let go of.</summary>
    public async Task<Outcome<IModel>> RunAsync(CancellationToken cancellationToken)
    {
        if (!AdapterPath.Find(source.Root, options.Assembly).TryGet(out var path, out var error) ||
            !AssemblyImage.Read(path, options.Assembly).TryGet(out var image, out error))
            return error;
        var adapter = default(LoadedAdapter);
        try
        {
            var context = new AdapterContext($"{source.Component} {options.Assembly}", path);
            adapter = new LoadedAdapter(context);
            error = Missing(context, image) ?? Construct(context, image, adapter) ?? await LoadAsync(adapter, cancellationToken);
            if (error is null && SignatureOf(adapter.Model!).TryGet(out var signature, out error))
                return new DotNetModel(adapter, signature, source, adapter.Model!.WarmupRuns);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            error = null;
        }
        catch (Exception e)
        {
            source.Events.Raised(requestId: null, Running.ExceptionText.Details(e));
            error = LoadFailure.Of(e, stage, options, source.Root!);
        }

        if (adapter is not null)
            await adapter.CloseAsync(source.Events);
        return error ?? throw new OperationCanceledException(cancellationToken);
    }

    private InferenceError? Missing(AdapterContext context, AssemblyImage image)
    {
        stage = "an assembly it needs cannot be read:";
        string[] missing = [.. image.References.Where(name => !context.CanFind(name)).Select(name => $"{name.Name} {name.Version}")];
        return missing.Length == 0
            ? null
            : Unloadable.Because(
                $"{options.Assembly} needs {string.Join(", ", missing)}, which its folder does not hold: upload the whole output folder, " +
                "with its .deps.json and every .dll (for a class library: <EnableDynamicLoading>true</EnableDynamicLoading>)");
    }

    private InferenceError? Construct(AdapterContext context, AssemblyImage image, LoadedAdapter adapter)
    {
        if (!LoaderType.Find(context.LoadAdapter(), image, options).TryGet(out var type, out var error))
            return error;
        stage = $"the constructor of {options.Type} raised";
        adapter.Loader = (IModelLoader)Activator.CreateInstance(type)!;
        return null;
    }

    private async Task<InferenceError?> LoadAsync(LoadedAdapter adapter, CancellationToken cancellationToken)
    {
        stage = $"{options.Type}.LoadAsync raised";
        cancellationToken.ThrowIfCancellationRequested();
        if (adapter.Loader!.LoadAsync(source, cancellationToken) is not { } loading)
            return Unloadable.Because($"{options.Assembly}: {options.Type}.LoadAsync gave null in place of a task");
        var outcome = await loading;
        if (outcome.Error is { } error)
            return new InferenceError(ErrorCode.ModelUnloadable, error.Message, [.. error.Details ?? []]) { RetryAfter = error.RetryAfter };
        outcome.TryGet(out var model, out _);
        adapter.Model = model;
        return model is null ? Unloadable.Because($"{options.Assembly}: {options.Type}.LoadAsync gave neither a model nor an error") : null;
    }

    private Outcome<Signature> SignatureOf(IModel model)
    {
        stage = $"the Signature of the model that {options.Type} loaded raised";
        return SignatureCopy.Of(model.Signature, options.Type);
    }
}
