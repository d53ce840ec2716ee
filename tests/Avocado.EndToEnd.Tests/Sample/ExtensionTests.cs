using System.Security.Cryptography;
using System.Text.Json;
using Avocado.Testing;

namespace Avocado.EndToEnd.Tests.Sample;

[Collection(SampleTestGroup.Name)]
public sealed class ExtensionTests(SampleParts sample)
{
    [ToolFact("sfdisk", "sgdisk")]
    public void Extensions_are_discoverable_disk_images_of_data_tree_and_signature()
    {
        foreach (string name in SampleParts.Extensions)
        {
            string file = BuiltSample.Output($"extensions/{name}.raw");
            Assert.Contains("No problems found", ForeignTool.Run("sgdisk", "-v", file).Output);
            DiskPartition[] parts = DiskPartition.ReadAll(file);
            Assert.Equal([name, name + "-verity", name + "-verity-sig"], parts.Select(p => p.Name));
            string hash = VeritySignature.Read(sample.Extension(name).Signature).RootHash;
            Assert.Equal(
                hash, (parts[0].Id + parts[1].Id).Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
        }
    }

    [DissectFact]
    public void Extensions_pass_systemd_s_check_for_signed_images()
    {
        foreach (string name in SampleParts.Extensions)
        {
            ForeignTool.Run("systemd-dissect", "--validate",
                "--image-policy=root=signed:=unused+absent", BuiltSample.Output($"extensions/{name}.raw"));
        }
    }

    [ToolFact("unsquashfs", "sfdisk")]
    public void Extensions_name_the_image_that_they_fit_and_their_security_version()
    {
        IReadOnlyDictionary<string, string> root = Fields.Read(Path.Combine(sample.Root, "usr/lib/os-release"));
        foreach (string name in SampleParts.Extensions)
        {
            IReadOnlyDictionary<string, string> release = Fields.Read(ReleaseFile(name, "usr/lib"));
            Assert.Equal(root["ID"], release["ID"]);
            Assert.Equal(root["SYSEXT_LEVEL"], release["SYSEXT_LEVEL"]);
            Assert.Equal("x86-64", release["ARCHITECTURE"]);
            Assert.Equal("system", release["SYSEXT_SCOPE"]);
            Assert.Equal("1", release["AVOCADO_SECURITY_VERSION"]);
        }
        IReadOnlyDictionary<string, string> confext = Fields.Read(ReleaseFile("app", "etc"));
        Assert.Equal(root["CONFEXT_LEVEL"], confext["CONFEXT_LEVEL"]);
        Assert.Equal("1", confext["AVOCADO_SECURITY_VERSION"]);
        Assert.False(File.Exists(ReleaseFile("field-tools", "etc")));
    }

    [ToolFact("unsquashfs", "sfdisk")]
    public void The_app_is_trimmed_and_comes_with_a_sandboxed_unit()
    {
        string app = Path.Combine(sample.ExtensionFolder("app"), "usr/lib/gateway-telemetry");
        Assert.True(File.Exists(Path.Combine(app, "gateway-telemetry")));
        Assert.True(File.Exists(Path.Combine(app, "System.Private.CoreLib.dll")));
        Assert.False(File.Exists(Path.Combine(app, "System.Xml.ReaderWriter.dll")), "the app is not trimmed");
        string unit = File.ReadAllText(Path.Combine(
            sample.ExtensionFolder("app"), "usr/lib/systemd/system/gateway-telemetry.service"));
        Assert.Contains("ProtectSystem=strict", unit);
        Assert.Contains("NoNewPrivileges=yes", unit);
    }

    [ToolFact("sfdisk")]
    public void The_runtime_manifest_describes_what_was_built()
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(BuiltSample.Output("runtime.json")));
        JsonElement manifest = json.RootElement;
        Assert.Equal(1, manifest.GetProperty("securityVersion").GetInt32());
        Assert.Equal(BuiltSample.RootHash, manifest.GetProperty("root").GetProperty("rootHash").GetString());
        Assert.Equal(
            new FileInfo(BuiltSample.RootData).Length, manifest.GetProperty("root").GetProperty("size").GetInt64());
        JsonElement[] extensions = [.. manifest.GetProperty("extensions").EnumerateArray()];
        Assert.Equal(SampleParts.Extensions, extensions.Select(e => e.GetProperty("name").GetString()).Order());
        foreach (JsonElement extension in extensions)
        {
            string name = extension.GetProperty("name").GetString()!;
            byte[] file = File.ReadAllBytes(BuiltSample.Output($"extensions/{name}.raw"));
            Assert.Equal(file.Length, extension.GetProperty("size").GetInt64());
            Assert.Equal(
                Convert.ToHexStringLower(SHA256.HashData(file)), extension.GetProperty("sha256").GetString());
            Assert.Equal(
                VeritySignature.Read(sample.Extension(name).Signature).RootHash,
                extension.GetProperty("rootHash").GetString());
        }
    }

    private string ReleaseFile(string name, string folder) => Path.Combine(
        sample.ExtensionFolder(name), folder, "extension-release.d", "extension-release." + name);
}
