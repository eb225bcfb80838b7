using System.Buffers;
using System.Text;

namespace Kappa.StateStores.Tests;

/// <summary>Strings in UTF-8.</summary>
internal sealed class TextSerde : ISerde<string>
{
    public string Name => "string";

    public bool EqualsComparesBytes => true;

    public void Serialize(string value, IBufferWriter<byte> writer) => Encoding.UTF8.GetBytes(value, writer);

    public string Deserialize(ReadOnlySpan<byte> data) => Encoding.UTF8.GetString(data);
}
