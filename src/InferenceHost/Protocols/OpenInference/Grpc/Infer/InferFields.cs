namespace InferenceHost.Protocols.OpenInference.Grpc.Infer;

/// <summary>Field numbers of the messages that are read and written without generated code: <c>ModelInferRequest</c>, <c>ModelInferResponse</c> and what is in them (Messages/open_inference.proto).</summary>
internal static class InferFields
{
    public const int ModelName = 1;
    public const int ModelVersion = 2;
    public const int Id = 3;
    public const int Parameters = 4;
    public const int RequestInputs = 5;
    public const int RequestOutputs = 6;
    public const int RawInputs = 7;
    public const int ResponseOutputs = 5;
    public const int RawOutputs = 6;

    public const int TensorName = 1;
    public const int TensorType = 2;
    public const int TensorShape = 3;
    public const int TensorParameters = 4;
    public const int TensorContents = 5;
    public const int OutputParameters = 2;

    public const int MapKey = 1;
    public const int MapValue = 2;
    public const int BoolValue = 1;
    public const int Int64Value = 2;
    public const int StringValue = 3;
    public const int DoubleValue = 4;
    public const int UInt64Value = 5;

    public const int StreamError = 1;
    public const int StreamResponse = 2;
}
