namespace Kappa;

/// <summary>What a schema of a registry is written in.</summary>
public enum SchemaFormat
{
    /// <summary>An Avro schema.</summary>
    Avro,

    /// <summary>A .proto file, as text or as its descriptor in base64.</summary>
    Protobuf,

    /// <summary>A JSON Schema.</summary>
    Json,
}
