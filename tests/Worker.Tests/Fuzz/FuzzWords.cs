namespace Kappa.Worker.Tests;

/// <summary>What the API takes, and values of all kinds.</summary>
internal static class FuzzWords
{
    private const string Words = "/api/v1/topologies/{topology}";

    /// <summary>Method, path, parameters, and the body that it takes.</summary>
    public static readonly (string Method, string Path, string Query, string Body)[] Requests =
    [
        ("GET", "/health/live", "", ""),
        ("GET", "/health/ready", "", ""),
        ("GET", "/metrics", "", ""),
        ("GET", "/api/v1/info", "", ""),
        ("GET", "/api/v1/topologies", "", ""),
        ("GET", Words, "version", ""),
        ("GET", $"{Words}/stores", "version", ""),
        ("GET", $"{Words}/stores/{{store}}/keys/{{key}}", "version", ""),
        ("GET", $"{Words}/stores/{{store}}/entries", "prefix from to backward limit cursor version", ""),
        ("GET", $"{Words}/stores/{{store}}/windows/{{key}}", "from to backward limit cursor version", ""),
        ("POST", $"{Words}/stores/{{store}}/keys:batchGet", "version", """{"keys":["a","b"]}"""),
        ("GET", $"{Words}/replay", "version waitSeconds state", ""),
        ("GET", $"{Words}/diff", "old new store sample", ""),
        ("GET", $"{Words}/versions", "", ""),
        ("GET", $"{Words}/versions/{{number}}", "", ""),
        ("GET", "/api/v1/topics", "", ""),
        ("GET", "/api/v1/topics/{topic}", "", ""),
        ("GET", "/api/v1/topics/{topic}/records", "partition from limit follow", ""),
        ("GET", "/api/v1/topics/{topic}/snapshots", "last", ""),
        ("GET", "/api/v1/topics/{topic}/snapshots/running", "", ""),
        ("GET", "/api/v1/topics/{topic}/table", "asOf", ""),
        ("GET", "/api/v1/topics/{topic}/changes", "key", ""),
        (
            "POST", "/api/v1/topics/{topic}/snapshots",
            "key id started ignore types maxDelete expectRows duplicates keyless allowOlder allowColumns dryRun",
            "[1,{\"key\":\"a\",\"n\":1.50}]\n[2,{\"key\":\"b\",\"n\":[]}]\n{\"end\":{\"rows\":2}}\n"),
        ("GET", "/api/v1/groups", "", ""),
        ("GET", "/api/v1/groups/{group}", "", ""),
        ("POST", $"{Words}/verify", "sample", ""),
        (
            "POST", $"{Words}/replays", "dryRun",
            """{"version":2,"from":"zero","throttle":"none","reason":null,"by":"ana"}"""),
        ("POST", $"{Words}/replay/pause", "", """{"reason":"x","by":"ana"}"""),
        ("POST", $"{Words}/replay/resume", "", """{"reason":null,"by":"ana"}"""),
        ("POST", $"{Words}/replay/throttle", "", """{"throttle":"auto","by":"ana"}"""),
        ("POST", $"{Words}/replay/abort", "", """{"reason":null,"by":"ana"}"""),
        (
            "POST", $"{Words}/cutover", "",
            """{"version":null,"maxDiff":0.01,"maxLag":10,"deleteMissing":false,"keepSeconds":60,"by":"ana"}"""),
        ("POST", $"{Words}/rollback", "", """{"reason":null,"by":"ana"}"""),
        ("POST", $"{Words}/versions/{{number}}/retire", "", """{"reason":null,"by":"ana"}"""),
        ("POST", "/api/v1/deployments", "", """{"artifact":"0123456789abcdef","by":"ana"}"""),
        (
            "POST", "/api/v1/topics", "",
            """{"name":"t-1","partitions":1,"cleanup":"keep","retentionMs":null,"compression":"lz4"}"""),
        (
            "POST", "/api/v1/topics/{topic}/records", "key timestamp values",
            """{"key":"a","value":{"sum":1},"timestamp":1764064800000,"headers":{"h":"x"}}"""),
        ("POST", "/api/v1/groups/{group}/seek", "", """{"topic":"words","partition":0,"to":"zero"}"""),
        ("DELETE", "/api/v1/topics/{own}", "force", ""),
    ];

    public static readonly string[] Odd =
    [
        "", ".", "..", "%00", "%2F", "%2e%2e%2f", "%", "%zz", "%ff%fe", "%c3%91", "%f0%9f%98%80", "%0d%0aX:%20y", "'",
        "%22", "<script>", "{}", "null", "true", "a b", "a;b", "*", "kappa.versions", "\u00ff", "0x10", "%E2%80%8B",
    ];

    public static readonly string[] Numbers =
    [
        "0", "1", "2", "3", "10", "-1", "+1", "%201", "01", "1.5", "1e3", "31", "2147483647", "2147483648",
        "9223372036854775807", "9223372036854775808", "-9223372036854775809", "%D9%A3", "NaN",
    ];

    public static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1.5", "1e999", "-0", "9999999999999", "9223372036854775808", "\"\"", "\"x\"",
        "\"\\u0000\"", "\"\\ud800\"", "[]", "[1]", "{}", "{\"a\":{}}", "\"zero\"", "\"2026-11-01T00:00:00Z\"", "\"..\"",
        "\"0001-01-01T00:00:00+14:00\"", "\"9999-12-31T23:59:59-14:00\"", "\"5k/s\"", "\"999999999M/s\"", "\"kappa.x\"",
    ];

    public static readonly string[] Methods =
        ["GET", "POST", "DELETE", "PUT", "HEAD", "OPTIONS", "get", "PATCH", "TRACE", "X-Y"];

    public static readonly string[] Headers =
    [
        "Host: evil.example", "Host: ", "Authorization: Bearer", "Authorization: Bearer \u00e9",
        "Authorization: Basic YTpi", "Expect: 100-continue", "Expect: x", "Content-Length: 5",
        "Transfer-Encoding: gzip", "Content-Type: text/html", "Upgrade: websocket", "Upgrade: h2c", "Accept: */*",
        "Content-Encoding: gzip", "no colon", ": no name", " folded", "X: \0", "Range: bytes=0-1", "If-None-Match: *",
        "X-HTTP-Method-Override: DELETE", "Connection: upgrade", "TE: trailers",
        "X: " + new string('x', 9_000), "X: " + new string('x', 40_000),
    ];
}
