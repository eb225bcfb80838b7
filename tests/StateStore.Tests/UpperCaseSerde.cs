using System.Buffers;
using System.Text;

namespace Kappa.StateStores.Tests;

/// <summary>A serde that loses what Equals compares.</summary>
internal sealed class UpperCaseSerde : ISerde<string>
{
    public string Name => "upper";

    public void Serialize(string value, IBufferWriter<byte> writer) =>
        Encoding.UTF8.GetBytes(value.ToUpperInvariant(), writer);

    public string Deserialize(ReadOnlySpan<byte> data) => Encoding.UTF8.GetString(data);
}
