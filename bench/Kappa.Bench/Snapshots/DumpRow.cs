using System.Text.Json.Serialization;

namespace Kappa.Bench;

/// <summary>A row of a dump of <see cref="DumpGenerator"/>.</summary>
internal sealed class DumpRow
{
    [JsonPropertyName("id")]
    public string Id { get; set; } = "";

    [JsonPropertyName("name")]
    public string Name { get; set; } = "";

    [JsonPropertyName("city")]
    public string City { get; set; } = "";

    [JsonPropertyName("price")]
    public double Price { get; set; }

    [JsonPropertyName("quantity")]
    public int Quantity { get; set; }

    [JsonPropertyName("active")]
    public bool Active { get; set; }

    [JsonPropertyName("updated")]
    public string Updated { get; set; } = "";
}
