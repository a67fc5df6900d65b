using System.Security.Cryptography;
using System.Text.Json;

namespace InferenceHost.Admission.Tokens;

/// <summary>A public key of an issuer (RFC 7517, 7518): RSA of 2048 bits at least, or P-256. Immutable.</summary>
internal sealed class SigningKey
{
    private const int SmallestModulus = 2048;
    private const int LargestModulus = 8192;
    private const int LargestExponent = 4;
    private const int CoordinateSize = 32;
    private const int PointSignatureSize = 64;
    private readonly RSAParameters? rsa;
    private readonly ECParameters? point;
    private readonly string? algorithm;

    private SigningKey(string? id, string? algorithm, RSAParameters? rsa, ECParameters? point)
    {
        Id = id;
        this.algorithm = algorithm;
        this.rsa = rsa;
        this.point = point;
    }

    public string? Id { get; }

    /// <summary>Null for a key that nothing here can be checked with.</summary>
    public static SigningKey? Read(JsonElement key)
    {
        if (key.ValueKind != JsonValueKind.Object || key.TryGetProperty("d", out _)
            || !StrictJson.TryReadText(key, "kty", out var type) || !StrictJson.TryReadText(key, "kid", out var id)
            || !StrictJson.TryReadText(key, "use", out var use) || !StrictJson.TryReadText(key, "alg", out var algorithm)
            || use is not (null or "sig") || !MayVerify(key))
            return null;
        return type switch
        {
            "RSA" when ReadRsa(key) is { } rsa => new SigningKey(id, algorithm, rsa, point: null),
            "EC" when ReadPoint(key) is { } point => new SigningKey(id, algorithm, rsa: null, point),
            _ => null,
        };
    }

    /// <summary>Whether tokens may be signed so with this key: a key is never used for what it was not made for.</summary>
    public bool Fits(TokenAlgorithm how) =>
        (algorithm is null || algorithm == how.ToString()) && (how == TokenAlgorithm.ES256 ? point is not null : rsa is not null);

    /// <param name="how">One that <see cref="Fits"/>.</param>
    /// <param name="signed">What the signature is of.</param>
    /// <param name="signature">As it came.</param>
    public bool Verify(TokenAlgorithm how, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        // an instance of its own for each check: those of the framework are not for several threads
        if (point is not null)
        {
            // two numbers of fixed size (RFC 7518, 3.4), never DER
            using var curve = ECDsa.Create(point.Value);
            return signature.Length == PointSignatureSize && curve.VerifyData(signed, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }

        using var key = RSA.Create(rsa!.Value);
        return signature.Length == rsa.Value.Modulus!.Length
            && key.VerifyData(signed, signature, HashAlgorithmName.SHA256, how == TokenAlgorithm.PS256 ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);
    }

    private static bool MayVerify(JsonElement key) =>
        !key.TryGetProperty("key_ops", out var uses)
        || (uses.ValueKind == JsonValueKind.Array && uses.EnumerateArray().Any(use => use.ValueKind == JsonValueKind.String && use.ValueEquals("verify"u8)));

    private static RSAParameters? ReadRsa(JsonElement key)
    {
        if (Number(key, "n") is not { } modulus || Number(key, "e") is not { } exponent
            || exponent.Length > LargestExponent || (exponent[^1] & 1) == 0 || exponent is [1])
            return null;
        try
        {
            var parameters = new RSAParameters { Modulus = modulus, Exponent = exponent };
            using var rsa = RSA.Create(parameters);
            return rsa.KeySize is >= SmallestModulus and <= LargestModulus ? parameters : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static ECParameters? ReadPoint(JsonElement key)
    {
        if (!StrictJson.TryReadText(key, "crv", out var curve) || curve != "P-256"
            || Number(key, "x") is not { Length: CoordinateSize } x || Number(key, "y") is not { Length: CoordinateSize } y)
            return null;
        try
        {
            var parameters = new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } };

            // refuses a point that is not on the curve
            using var point = ECDsa.Create(parameters);
            return point.KeySize == 8 * CoordinateSize ? parameters : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static byte[]? Number(JsonElement key, string name) =>
        StrictJson.TryReadText(key, name, out var text) && text is not null && Base64Url.TryDecode(text, out var bytes) ? bytes : null;
}
