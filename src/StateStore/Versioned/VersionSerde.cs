using System.Buffers;

namespace Kappa.StateStores;

/// <summary>Codes versions: a byte 1 before the value's bytes, or nothing at all for the mark of a deletion.</summary>
/// <typeparam name="TValue">Type of the values.</typeparam>
/// <param name="values">Codes values.</param>
public sealed class VersionSerde<TValue>(ISerde<TValue> values) : ISerde<Version<TValue>>
{
    private const byte HasValue = 1;

    /// <inheritdoc/>
    public string Name => values.Name;

    /// <inheritdoc/>
    public void Serialize(Version<TValue> value, IBufferWriter<byte> writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (!value.Exists) { return; }
        writer.GetSpan(1)[0] = HasValue;
        writer.Advance(1);
        values.Serialize(value.Value!, writer);
    }

    /// <inheritdoc/>
    public Version<TValue> Deserialize(ReadOnlySpan<byte> data) =>
        data.IsEmpty ? default : new Version<TValue>(values.Deserialize(data[1..]), true);
}
