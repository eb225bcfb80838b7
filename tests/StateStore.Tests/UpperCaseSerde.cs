using System.Buffers;
using System.Text;

namespace Kappa.StateStores.Tests;

/// <summary>A serde that loses what Equals compares, and says that it does not.</summary>
internal sealed class UpperCaseSerde : ISerde<string>
{
    public string Name => "upper";

    public bool EqualsComparesBytes => true;

    public void Serialize(string value, IBufferWriter<byte> writer) =>
        Encoding.UTF8.GetBytes(value.ToUpperInvariant(), writer);

    public string Deserialize(ReadOnlySpan<byte> data) => Encoding.UTF8.GetString(data);
}
