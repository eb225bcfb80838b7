using System.Buffers;

namespace Kappa;

/// <summary>Turns values into bytes and back.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
/// <remarks>
/// null never reaches a serde: a null value is a tombstone and has no bytes. Implementations are pure functions and
/// thread-safe: replays depend on the same value giving the same bytes.
/// </remarks>
public interface ISerde<T>
{
    /// <summary>
    /// A short name that goes into descriptions and fingerprints, such as <c>string</c> or <c>json(Flight)</c>.
    /// </summary>
    string Name { get; }

    /// <summary>Writes a value as the bytes of a record.</summary>
    /// <param name="value">The value; never null.</param>
    /// <param name="writer">Where the bytes go.</param>
    void Serialize(T value, IBufferWriter<byte> writer);

    /// <summary>Reads a value from the bytes of a record.</summary>
    /// <param name="data">All bytes of the key or value, valid only during the call.</param>
    /// <returns>The value.</returns>
    /// <exception cref="KappaException">KAP1101: the bytes are not what this serde writes.</exception>
    T Deserialize(ReadOnlySpan<byte> data);

    /// <summary>Writes a value as the key of a store: bytes that sort as the values do.</summary>
    /// <param name="value">The value; never null.</param>
    /// <param name="writer">Where the bytes go.</param>
    /// <remarks>The same as <see cref="Serialize"/> unless those bytes do not sort, as with negative numbers.</remarks>
    void SerializeSorted(T value, IBufferWriter<byte> writer) => Serialize(value, writer);

    /// <summary>Reads what <see cref="SerializeSorted"/> wrote.</summary>
    /// <param name="data">All bytes of the key, valid only during the call.</param>
    T DeserializeSorted(ReadOnlySpan<byte> data) => Deserialize(data);
}
