using Inference.Contracts;

namespace InferenceHost.Components;

/// <summary>Makes a generation of a component's files: copy, load, warm up.</summary>
internal sealed class GenerationLoader(string copiesFolder, WarmupReader readWarmup, TimeProvider clock, MountedParts? parts = null)
{
    /// <summary>The variable by which a component's code finds what is mounted on this machine: the folder that container paths are mapped below.</summary>
    public const string RootVariable = "INFERENCE_ROOT";

    /// <summary>What changed while it was copied may be neither the old nor the new version.</summary>
    public static InferenceError Changed { get; } = new(ErrorCode.ModelNotReady, "the model's files changed while they were copied");

    private static InferenceError Unbatchable { get; } = new(
        ErrorCode.ModelUnloadable,
        "spec.mlService.inference.batching: requests to this model cannot be joined: an ONNX model takes them so where the first dimension of every input and output may have any length, a .NET one where its signature has the batch axis 0; change the model, or remove batching");

    /// <summary>The component's mounts as they lie on this machine now.</summary>
    public MountView View(ComponentSpec spec) => parts?.View(spec) ?? new MountView { Spec = spec };

    /// <summary>A new generation, with a warning where it serves but its warm-up on made-up inputs failed; or why there is none. Nothing is left behind then.</summary>
    /// <param name="spec">What to load.</param>
    /// <param name="files">The files it is loaded from.</param>
    /// <param name="last">The copy that serves now, which is used again where it has the same files.</param>
    /// <param name="events">Where the adapter tells what happens.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<Outcome<LoadedGeneration>> LoadAsync(
        ComponentSpec spec, ComponentFiles files, PrivateCopy? last, ModelEvents events, CancellationToken cancellationToken)
    {
        PrivateCopy copy;
        try
        {
            copy = last?.TryShare(files) == true ? last : await CopyAsync(spec, files, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new InferenceError(ErrorCode.ModelUnloadable, $"the model's files could not be copied: {e.Message}");
        }

        LoadedGeneration? made = null;
        try
        {
            if (!files.Equals(ComponentFiles.Look(spec, files)))
                return Changed;
            var outcome = await LoadAsync(spec, SourceOf(spec, files, copy, events), copy, events, cancellationToken);
            outcome.TryGet(out made, out _);
            return outcome;
        }
        finally
        {
            if (made is null)
                copy.Release();
        }
    }

    private Task<PrivateCopy> CopyAsync(ComponentSpec spec, ComponentFiles files, CancellationToken cancellationToken)
    {
        var folders = spec.SeesMounts ? spec.Mounts.Select(mount => mount.Path) : [];
        return PrivateCopy.TakeAsync(files, folders, Path.Combine(copiesFolder, spec.FullName), cancellationToken);
    }

    private static ModelSource SourceOf(ComponentSpec spec, ComponentFiles files, PrivateCopy copy, IModelEvents events)
    {
        var root = spec is { SeesMounts: true, Mounts.Count: > 0 } ? copy.Folder : null;
        var environment = new Dictionary<string, string>(spec.Environment);
        if (root is not null)
            environment[RootVariable] = root;
        return new ModelSource
        {
            Component = spec.FullName,
            ModelPath = files.ModelPath is { } path ? Path.Combine(copy.Folder, path) : null,
            Root = root,
            Concurrency = spec.Concurrency,
            Environment = environment,
            Events = events,
        };
    }

    private async Task<Outcome<LoadedGeneration>> LoadAsync(ComponentSpec spec, ModelSource source, PrivateCopy copy, ModelEvents events, CancellationToken cancellationToken)
    {
        Outcome<IModel> loaded;
        try
        {
            // loading is long and blocks: not on the thread that looks after the component
            loaded = await Task.Run(() => spec.Loader.Loader.LoadAsync(source, cancellationToken), cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            loaded = new InferenceError(ErrorCode.ModelUnloadable, $"{e.GetType().Name}: {e.Message}");
        }

        if (!loaded.TryGet(out var model, out var error))
            return error;
        LoadedGeneration? made = null;
        try
        {
            if (spec.Batching is not null && model.Signature.BatchAxis != 0)
                return Unbatchable;
            var failure = spec.WarmupEnabled ? await WarmUpAsync(spec, model, cancellationToken) : null;
            if (failure is not null && spec.WarmupBody is not null)
                return failure;
            var unfit = CheckExample(spec, model.Signature);
            var generation = new Generation(spec, model, copy, events, clock) { Example = unfit is null ? spec.ExampleBody : null };
            return made = new LoadedGeneration(generation, failure is not null ? LoadWarning.OfWarmup(failure.Message) : unfit is not null ? LoadWarning.OfExample(unfit.Message) : null);
        }
        finally
        {
            // also where the component is taken away in the middle of it
            if (made is null)
                await model.GiveBackAsync();
        }
    }

    /// <summary>Why the model would refuse what the manifest shows as an example; null where it would not, or where nothing is shown.</summary>
    private InferenceError? CheckExample(ComponentSpec spec, Signature signature)
    {
        if (spec.ExampleBody is not { } body)
            return null;
        if (!readWarmup(body, signature).TryGet(out var given, out var unreadable))
            return unreadable;
        using (given)
            return SignatureCheck.Check(signature, given.Inputs, given.RequestedOutputs, maxRows: spec.Batching?.MaxRows);
    }

    private async Task<InferenceError?> WarmUpAsync(ComponentSpec spec, IModel model, CancellationToken cancellationToken)
    {
        InferenceRequest? given;
        if (spec.WarmupBody is not { } body)
            given = SampleInputs.Make(model.Signature) is { } inputs ? new InferenceRequest { Id = "warmup", Inputs = inputs } : null;
        else if (!readWarmup(body, model.Signature).TryGet(out given, out var error))
            return new InferenceError(error.Code, $"warmup.inputs: {error.Message}", error.Details);
        if (given is null)
            return null;
        using (given)
        {
            var failure = SignatureCheck.Check(model.Signature, given.Inputs, given.RequestedOutputs, maxRows: spec.Batching?.MaxRows)
                ?? FileRefusal.CheckWarmup(given.Inputs);
            for (var run = 0; run < model.WarmupRuns && failure is null; run++)
                failure = await RunAsync(spec, model, given, cancellationToken);
            return failure is null ? null : new InferenceError(failure.Code, $"the warm-up failed: {failure.Message}", failure.Details);
        }
    }

    private async Task<InferenceError?> RunAsync(ComponentSpec spec, IModel model, InferenceRequest given, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(spec.RequestTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var deadline = Deadline.After(clock, spec.RequestTimeout);

        // the tensors stay those of the request given, which outlives this one
        var request = new InferenceRequest { Id = given.Id, Inputs = given.Inputs, RequestedOutputs = given.RequestedOutputs, Parameters = given.Parameters, Deadline = deadline, Limit = deadline };
        try
        {
            using var result = await Task.Run(() => model.InferAsync(request, either.Token).AsTask(), cancellationToken);
            return result.Error;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return new InferenceError(ErrorCode.DeadlineExceeded, $"no answer within the requestTimeout of {spec.RequestTimeout.TotalSeconds} s");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new InferenceError(ErrorCode.ModelFailed, $"{e.GetType().Name}: {e.Message}");
        }
    }
}
