using System.Text.Json.Serialization;

namespace Kappa.Snapshots;

/// <summary>What the values of a column are; null may stand in any.</summary>
public enum ColumnType
{
    /// <summary>Different ones, or none but null so far.</summary>
    [JsonStringEnumMemberName("any")]
    Any,

    /// <summary>Text.</summary>
    [JsonStringEnumMemberName("text")]
    Text,

    /// <summary>Numbers.</summary>
    [JsonStringEnumMemberName("number")]
    Number,

    /// <summary>True and false.</summary>
    [JsonStringEnumMemberName("boolean")]
    Boolean,

    /// <summary>Times and dates, in whatever notation; it is never inferred.</summary>
    [JsonStringEnumMemberName("time")]
    Time,
}
