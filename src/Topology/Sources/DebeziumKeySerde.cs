using System.Buffers;

namespace Kappa.Sources;

/// <summary>Reads keys of Debezium as the keys of snapshots that they are (<see cref="DebeziumKeyText"/>).</summary>
/// <param name="keys">Serde of the keys of snapshots.</param>
/// <param name="columns">The columns in the order of <c>--key</c>; null for those of the key, in their order.</param>
internal sealed class DebeziumKeySerde<TKey>(ISerde<TKey> keys, IReadOnlyList<string>? columns) : ISerde<TKey>
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _text;

    private readonly DebeziumKeyText _keyText = new(columns);

    public string Name { get; } =
        columns is null ? $"debezium-key({keys.Name})" : $"debezium-key({keys.Name}: {string.Join(", ", columns)})";

    public TKey Deserialize(ReadOnlySpan<byte> data)
    {
        ArrayBufferWriter<byte> text = _text ??= new ArrayBufferWriter<byte>();
        text.ResetWrittenCount();
        _keyText.Write(data, text);
        return keys.Deserialize(text.WrittenSpan);
    }

    public void Serialize(TKey value, IBufferWriter<byte> writer) =>
        throw new NotSupportedException("Keys of change events are read, and written by Debezium alone.");
}
