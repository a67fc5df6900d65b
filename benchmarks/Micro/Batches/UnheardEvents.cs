using InferenceHost.Batching;

namespace Inference.Micro.Batches;

internal sealed class UnheardEvents : IBatchEvents
{
    public void Released(BatchRelease release, int rows)
    {
    }

    public void Ran(int rows, long ticks)
    {
    }

    public void Unsplittable()
    {
    }
}
