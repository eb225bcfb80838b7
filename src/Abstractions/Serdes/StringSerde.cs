using System.Buffers;
using System.Text;

namespace Kappa;

internal sealed class StringSerde : ISerde<string>
{
    // Strict: with replacement characters two different keys would become one.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private const int ShortChars = 256; // Up to here room for the worst case is cheaper than counting first.

    public string Name => "string";

    public bool EqualsComparesBytes => true;

    public void Serialize(string value, IBufferWriter<byte> writer)
    {
        try
        {
            int bytes = value.Length <= ShortChars ? Utf8.GetMaxByteCount(value.Length) : Utf8.GetByteCount(value);
            writer.Advance(Utf8.GetBytes(value, writer.GetSpan(bytes)));
        }
        catch (EncoderFallbackException cause)
        {
            throw SerdeErrors.CannotWrite(Name, $"its character {cause.Index} is half of a surrogate pair.", cause);
        }
    }

    public string Deserialize(ReadOnlySpan<byte> data) =>
        data.Length <= StringCache.MaxBytes ? StringCache.Get(data, this) : Decode(data);

    public string Decode(ReadOnlySpan<byte> data)
    {
        try
        {
            return Utf8.GetString(data);
        }
        catch (DecoderFallbackException cause)
        {
            throw SerdeErrors.BadBytes(Name, data, "they are not valid UTF-8.", cause);
        }
    }
}
