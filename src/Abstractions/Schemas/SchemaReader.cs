namespace Kappa;

/// <summary>Reads what stands behind the id of a schema in a message.</summary>
/// <param name="body">The bytes behind the id, valid during the call.</param>
/// <param name="serde">Name of the serde, for errors.</param>
internal delegate T SchemaReader<T>(ReadOnlySpan<byte> body, string serde);
