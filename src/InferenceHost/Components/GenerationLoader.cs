using Inference.Contracts;

namespace InferenceHost.Components;

/// <summary>Makes a generation of a model's files: copy, load, warm up.</summary>
internal sealed class GenerationLoader(string copiesFolder, WarmupReader readWarmup, TimeProvider clock)
{
    /// <summary>A new generation, with a warning where it serves but its warm-up on made-up inputs failed; or why there is none. Nothing is left behind then.</summary>
    public async Task<Outcome<LoadedGeneration>> LoadAsync(ComponentSpec spec, ModelFiles files, CancellationToken cancellationToken)
    {
        ModelCopy copy;
        try
        {
            copy = await ModelCopy.TakeAsync(files, Path.Combine(copiesFolder, spec.FullName), cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new InferenceError(ErrorCode.ModelUnloadable, $"the model's files could not be copied: {e.Message}");
        }

        LoadedGeneration? made = null;
        try
        {
            // what changed while it was copied may be neither the old nor the new version
            if (!files.Equals(ModelFiles.Look(spec, files)))
                return new InferenceError(ErrorCode.ModelNotReady, "the model's files changed while they were copied");
            var outcome = await LoadAsync(spec, copy, cancellationToken);
            outcome.TryGet(out made, out _);
            return outcome;
        }
        finally
        {
            if (made is null)
                copy.Delete();
        }
    }

    private async Task<Outcome<LoadedGeneration>> LoadAsync(ComponentSpec spec, ModelCopy copy, CancellationToken cancellationToken)
    {
        var source = new ModelSource { Component = spec.FullName, ModelPath = copy.ModelPath, Concurrency = spec.Concurrency };
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
            var failure = spec.WarmupEnabled ? await WarmUpAsync(spec, model, cancellationToken) : null;
            if (failure is not null && spec.WarmupBody is not null)
                return failure;
            return made = new LoadedGeneration(new Generation(spec, model, copy), failure?.Message);
        }
        finally
        {
            // also where the component is taken away in the middle of it
            if (made is null)
                await model.GiveBackAsync();
        }
    }

    private async Task<InferenceError?> WarmUpAsync(ComponentSpec spec, IModel model, CancellationToken cancellationToken)
    {
        InferenceRequest request;
        if (spec.WarmupBody is { } body)
        {
            if (!readWarmup(body, model.Signature).TryGet(out var given, out var error))
                return new InferenceError(error.Code, $"warmup.inputs: {error.Message}", error.Details);
            request = given;
        }
        else if (SampleInputs.Make(model.Signature) is { } inputs)
        {
            request = new InferenceRequest { Id = "warmup", Inputs = inputs, Deadline = Deadline.After(clock, spec.RequestTimeout) };
        }
        else
        {
            return null;
        }

        using (request)
        {
            var failure = SignatureCheck.Check(model.Signature, request.Inputs, request.RequestedOutputs)
                ?? await RunAsync(spec, model, request, cancellationToken);
            return failure is null ? null : new InferenceError(failure.Code, $"the warm-up failed: {failure.Message}", failure.Details);
        }
    }

    private async Task<InferenceError?> RunAsync(ComponentSpec spec, IModel model, InferenceRequest request, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(spec.RequestTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
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
