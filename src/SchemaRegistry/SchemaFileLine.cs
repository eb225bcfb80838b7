namespace Kappa;

/// <summary>An answer of a registry.</summary>
/// <param name="Id">Id of the schema.</param>
/// <param name="Format">What it is written in.</param>
/// <param name="Schema">Its text.</param>
/// <param name="Subject">The subject it was registered under; null where the id was asked about.</param>
/// <param name="References">What it refers to; null where it was registered.</param>
internal sealed record SchemaFileLine(
    int Id, SchemaFormat Format, string Schema, string? Subject, IReadOnlyList<string>? References);
