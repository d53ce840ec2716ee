using System.CommandLine;
using Avocado.Devices.Qemu;

namespace Avocado.Cli.Run;

/// <summary><c>avocado run IMAGE</c>: boots an image in QEMU. <c>dotnet run</c> calls it.</summary>
internal static class RunCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var image = new Argument<FileInfo>("image") { Description = "A raw disk image." };
        image.AcceptExistingOnly();
        var secureBoot = new Option<DirectoryInfo>("--secure-boot")
        {
            Description = "Folder with PK.der, KEK.der and db.der: enrolled, and Secure Boot enforced.",
        };
        secureBoot.AcceptExistingOnly();
        var mode = new Option<string?>("--mode") { Description = "Boot mode; without it the image's default." };
        var noTpm = new Option<bool>("--no-tpm") { Description = "No TPM: for boards that need none." };
        var memory = new Option<int>("--memory")
        {
            Description = "Memory in MiB.",
            DefaultValueFactory = _ => 1024,
        };
        var processors = new Option<int>("--cpus")
        {
            Description = "Virtual processors.",
            DefaultValueFactory = _ => 2,
        };
        var state = new Option<DirectoryInfo?>("--state")
        {
            Description = "Keep disk, UEFI variables and TPM here: the next run is the same device again.",
        };
        var noNetwork = new Option<bool>("--no-network") { Description = "No network card." };
        var untilReady = new Option<bool>("--until-ready")
        {
            Description = "Shut the device down when it is ready; exit code 0 only if nothing failed.",
        };
        var timeout = new Option<int>("--timeout")
        {
            Description = "With --until-ready: seconds to wait.",
            DefaultValueFactory = _ => 600,
        };
        var command = new Command("run", "Boots an image in QEMU, its console on this terminal. Ctrl-C stops it.")
        {
            image, secureBoot, mode, noTpm, memory, processors, state, noNetwork, untilReady, timeout,
        };
        command.SetAction((result, cancellation) =>
        {
            string? chosen = result.GetValue(mode);
            var options = new QemuOptions
            {
                Image = result.GetRequiredValue(image).FullName,
                SecureBootFolder = result.GetValue(secureBoot)?.FullName,
                Tpm = !result.GetValue(noTpm),
                Memory = result.GetValue(memory),
                Processors = result.GetValue(processors),
                Network = !result.GetValue(noNetwork),
                StateFolder = result.GetValue(state)?.FullName,
                KernelArguments = string.IsNullOrEmpty(chosen) ? null : "avocado.mode=" + chosen,
            };
            TimeSpan? limit = result.GetValue(untilReady) ? TimeSpan.FromSeconds(result.GetValue(timeout)) : null;
            return new RunSession(options, limit).RunAsync(cancellation);
        });
        return command;
    }
}
