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

    /// <summary>Whether values are equal, by Equals, exactly where the bytes that it writes for them are.</summary>
    /// <value>
    /// The default is false: keys are compared by their bytes, which is right for every type. True is faster, since a
    /// key is not written to be looked up; but where it is not so, one row is counted as two (decimal 1.0 and 1.00 are
    /// equal and have different bytes) or two as one (KAP3004).
    /// </value>
    bool EqualsComparesBytes => false;

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
    /// <remarks>
    /// The same as <see cref="Serialize"/> unless those bytes do not sort, as with negative numbers. Both give two
    /// values the same bytes, or neither does: a key of a store and of a topic is one key.
    /// </remarks>
    void SerializeSorted(T value, IBufferWriter<byte> writer) => Serialize(value, writer);

    /// <summary>
    /// How many bytes <see cref="SerializeSorted"/> writes for every value; 0 where that depends on the value.
    /// </summary>
    /// <value>
    /// The default is 0, which is right for every serde. Where keys have a part behind them, as in a store of windows,
    /// those of one length need no mark of their end.
    /// </value>
    int SortedBytes => 0;

    /// <summary>Reads what <see cref="SerializeSorted"/> wrote.</summary>
    /// <param name="data">All bytes of the key, valid only during the call.</param>
    T DeserializeSorted(ReadOnlySpan<byte> data) => Deserialize(data);
}
