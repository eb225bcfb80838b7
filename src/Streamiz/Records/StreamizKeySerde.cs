using System.Buffers;

namespace Kappa.StreamizHosting;

/// <summary>The bytes as they are.</summary>
internal sealed class StreamizKeySerde : ISerde<StreamizKey>
{
    public string Name => "streamiz-key";

    public void Serialize(StreamizKey value, IBufferWriter<byte> writer) => writer.Write(value.Bytes);

    public StreamizKey Deserialize(ReadOnlySpan<byte> data) => new(data.ToArray());
}
