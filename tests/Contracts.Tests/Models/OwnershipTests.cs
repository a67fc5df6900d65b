namespace Inference.Contracts.Tests.Models;

/// <summary>Requests and results give the memory of their tensors back when they are disposed of.</summary>
public sealed class OwnershipTests
{
    private readonly TensorBuffer[] buffers = [Tensor.RentBuffer(4), Tensor.RentBuffer(4)];

    [Fact]
    public void Dispose_ARequest_ReleasesItsInputs()
    {
        var request = new InferenceRequest { Id = "1", Inputs = Tensors() };
        request.RequestedOutputs.ShouldBeEmpty();
        request.Parameters.ShouldBeEmpty();
        request.Deadline.IsNone.ShouldBeTrue();
        request.Caller.ShouldBeNull();
        request.ScratchFolder.ShouldBeNull();
        request.Trace.ShouldBe(default);

        request.Dispose();

        ShouldBeReleased();
    }

    [Fact]
    public void Dispose_AResult_ReleasesItsOutputs()
    {
        var result = InferenceResult.Of(Tensors());
        result.Error.ShouldBeNull();

        result.Dispose();

        ShouldBeReleased();
    }

    [Fact]
    public void Failed_HasAnErrorAndNoOutputs()
    {
        using var result = InferenceResult.Failed(ErrorCode.ModelFailed, "it broke");

        result.Outputs.ShouldBeEmpty();
        result.Error!.ToString().ShouldBe("ModelFailed: it broke");
    }

    private NamedTensor[] Tensors() => [.. buffers.Select((buffer, i) => new NamedTensor($"t{i}", Tensor.Wrap(DataType.UInt8, new Shape(4), buffer)))];

    private void ShouldBeReleased()
    {
        foreach (var buffer in buffers)
            Should.Throw<ObjectDisposedException>(() => buffer.GetSpan().Length);
    }
}
