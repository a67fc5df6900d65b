using Inference.Contracts;
using InferenceHost.Components;
using Proto = InferenceHost.Protocols.OpenInference.Grpc.Messages;

namespace InferenceHost.Protocols.OpenInference.Grpc;

/// <summary>A model's configuration as a message; what stands in it and why: <see cref="ModelConfig"/>.</summary>
internal static class RpcModelConfig
{
    public static Proto.ModelConfig Of(string name, Generation generation)
    {
        var batched = generation.Signature.BatchAxis is not null;
        var platform = generation.Spec.Loader.Loader.Platform;
        var config = new Proto.ModelConfig
        {
            Name = name,
            Platform = platform,
            Backend = platform.Split('_')[0],
            MaxBatchSize = ModelConfig.MaxBatchSize(generation),
            ModelTransactionPolicy = new Proto.ModelTransactionPolicy(),
        };
        config.InstanceGroup.Add(new Proto.ModelInstanceGroup { Kind = Proto.ModelInstanceGroup.Types.Kind.Cpu, Count = generation.Spec.Concurrency });
        foreach (var spec in generation.Signature.Inputs)
        {
            var input = new Proto.ModelInput { Name = spec.Name, DataType = TypeOf(spec.Type), Optional = spec.IsOptional };
            input.Dims.Add(DimensionsOf(spec, batched));
            config.Input.Add(input);
        }

        foreach (var spec in generation.Signature.Outputs)
        {
            var output = new Proto.ModelOutput { Name = spec.Name, DataType = TypeOf(spec.Type) };
            output.Dims.Add(DimensionsOf(spec, batched));
            config.Output.Add(output);
        }

        return config;
    }

    private static long[] DimensionsOf(TensorSpec spec, bool batched)
    {
        var dimensions = (spec.Shape ?? new Shape(-1)).Dimensions;
        return (batched ? dimensions[1..] : dimensions).ToArray();
    }

    private static Proto.DataType TypeOf(DataType type) => type switch
    {
        DataType.Bool => Proto.DataType.TypeBool,
        DataType.UInt8 => Proto.DataType.TypeUint8,
        DataType.UInt16 => Proto.DataType.TypeUint16,
        DataType.UInt32 => Proto.DataType.TypeUint32,
        DataType.UInt64 => Proto.DataType.TypeUint64,
        DataType.Int8 => Proto.DataType.TypeInt8,
        DataType.Int16 => Proto.DataType.TypeInt16,
        DataType.Int32 => Proto.DataType.TypeInt32,
        DataType.Int64 => Proto.DataType.TypeInt64,
        DataType.Fp16 => Proto.DataType.TypeFp16,
        DataType.Bf16 => Proto.DataType.TypeBf16,
        DataType.Fp32 => Proto.DataType.TypeFp32,
        DataType.Fp64 => Proto.DataType.TypeFp64,
        _ => Proto.DataType.TypeString,
    };
}
