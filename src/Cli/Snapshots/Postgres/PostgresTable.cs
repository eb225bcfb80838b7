namespace Kappa.Cli;

/// <summary>A table of a database.</summary>
/// <param name="Name">Its name as SQL takes it, with its schema.</param>
/// <param name="Key">The columns of its primary key; empty where it has none.</param>
/// <param name="Rows">About how many rows it has; null where the database does not know.</param>
internal sealed record PostgresTable(string Name, IReadOnlyList<string> Key, double? Rows);
