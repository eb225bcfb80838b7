using System.Buffers;

namespace Kappa.StateStores.Tests;

/// <summary>Bytes as they are.</summary>
internal sealed class BytesSerde : ISerde<byte[]>
{
    public string Name => "bytes";

    public void Serialize(byte[] value, IBufferWriter<byte> writer) => writer.Write(value);

    public byte[] Deserialize(ReadOnlySpan<byte> data) => data.ToArray();
}
