using Inference.Contracts;

namespace InferenceHost.Components;

internal static class ModelDisposal
{
    /// <summary>Disposes of a model; an adapter that fails in that keeps its memory, and nobody else suffers.</summary>
    public static async ValueTask GiveBackAsync(this IModel model)
    {
        try
        {
            await model.DisposeAsync();
        }
        catch (Exception)
        {
            // nothing that is left to do would mend it
        }
    }
}
