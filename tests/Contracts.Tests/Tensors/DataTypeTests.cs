using System.Text;

namespace Inference.Contracts.Tests.Tensors;

public sealed class DataTypeTests
{
    [Fact]
    public void WireName_EveryType_IsReadBack()
    {
        foreach (var type in Enum.GetValues<DataType>())
        {
            var name = type.WireName();

            DataTypeExtensions.TryParse(name, out var fromText).ShouldBeTrue(name);
            DataTypeExtensions.TryParse(Encoding.UTF8.GetBytes(name), out var fromUtf8).ShouldBeTrue(name);
            fromText.ShouldBe(type);
            fromUtf8.ShouldBe(type);
        }

        DataTypeExtensions.AllNames.Distinct().Count().ShouldBe(Enum.GetValues<DataType>().Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("fp32")]
    [InlineData("FP32 ")]
    [InlineData("STR")]
    [InlineData("FP3")]
    [InlineData("ÉFP32")]
    [InlineData(null)]
    public void TryParse_AnyOtherName_IsRefused(string? name)
    {
        DataTypeExtensions.TryParse(name, out _).ShouldBeFalse();
        DataTypeExtensions.TryParse(Encoding.UTF8.GetBytes(name ?? ""), out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData(DataType.Bool, 1)]
    [InlineData(DataType.Int16, 2)]
    [InlineData(DataType.Bf16, 2)]
    [InlineData(DataType.Fp16, 2)]
    [InlineData(DataType.UInt32, 4)]
    [InlineData(DataType.Fp32, 4)]
    [InlineData(DataType.Fp64, 8)]
    [InlineData(DataType.UInt64, 8)]
    public void ElementSize_FixedSize_IsItsBytes(DataType type, int bytes)
    {
        type.ElementSize().ShouldBe(bytes);
        type.IsFixedSize().ShouldBeTrue();
        type.IsSingleValue().ShouldBeFalse();
    }

    [Theory]
    [InlineData(DataType.Bytes, false)]
    [InlineData(DataType.Str, true)]
    [InlineData(DataType.Dict, true)]
    [InlineData(DataType.File, true)]
    public void ElementSize_TextsOfAnyLength_HaveNone(DataType type, bool isSingle)
    {
        type.ElementSize().ShouldBe(0);
        type.IsFixedSize().ShouldBeFalse();
        type.IsSingleValue().ShouldBe(isSingle);
    }
}
