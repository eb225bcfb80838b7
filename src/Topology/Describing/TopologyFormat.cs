namespace Kappa;

/// <summary>How a topology is described.</summary>
public enum TopologyFormat
{
    /// <summary>Text for people: subtopologies, operators, stores, topics.</summary>
    Text,

    /// <summary>A flowchart of Mermaid, which documents and repositories show as a picture.</summary>
    Mermaid,

    /// <summary>
    /// JSON: topology, version, fingerprint, subtopologies with their operators, each with settings, inputs, stores.
    /// </summary>
    Json,
}
