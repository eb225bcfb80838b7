namespace Kappa;

/// <summary>A schema that a registry knows under an id. It never changes.</summary>
/// <param name="Id">The id, which messages carry; 1 or more.</param>
/// <param name="Format">What it is written in.</param>
/// <param name="Text">The schema.</param>
/// <param name="References">The schemas that it refers to, each behind those that it needs itself.</param>
public sealed record RegisteredSchema(
    int Id, SchemaFormat Format, string Text, IReadOnlyList<string> References);
