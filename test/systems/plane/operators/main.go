// Controllers of others without their webhooks, which are made for another controller-runtime: the first argument says which runs.
package main

import (
	"context"
	"fmt"
	"os"

	training "github.com/kubeflow/training-operator/pkg/apis/kubeflow.org/v1"
	"github.com/kubeflow/training-operator/pkg/config"
	"github.com/kubeflow/training-operator/pkg/controller.v1/common"
	"github.com/kubeflow/training-operator/pkg/controller.v1/pytorch"
	kuberay "github.com/ray-project/kuberay/ray-operator/apis/config/v1alpha1"
	rayv1 "github.com/ray-project/kuberay/ray-operator/apis/ray/v1"
	"github.com/ray-project/kuberay/ray-operator/controllers/ray"
	"github.com/ray-project/kuberay/ray-operator/controllers/ray/batchscheduler"
	"k8s.io/apimachinery/pkg/runtime"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/healthz"
	"sigs.k8s.io/controller-runtime/pkg/log/zap"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"
	podgroup "sigs.k8s.io/scheduler-plugins/apis/scheduling/v1alpha1"
	volcano "volcano.sh/apis/pkg/apis/scheduling/v1beta1"
)

func main() {
	if len(os.Args) != 3 {
		fail(fmt.Errorf("expected a controller (training, kuberay) and the address of its health"))
	}
	ctrl.SetLogger(zap.New())
	scheme := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{
		clientgoscheme.AddToScheme, training.AddToScheme, rayv1.AddToScheme, podgroup.AddToScheme, volcano.AddToScheme,
	} {
		fail(add(scheme))
	}
	manager, err := ctrl.NewManager(ctrl.GetConfigOrDie(), ctrl.Options{
		Scheme:                 scheme,
		Metrics:                server.Options{BindAddress: "0"},
		HealthProbeBindAddress: os.Args[2],
	})
	fail(err)
	ctx := ctrl.SetupSignalHandler()
	switch os.Args[1] {
	case "training":
		config.Config.PyTorchInitContainerImage = config.PyTorchInitContainerImageDefault
		config.Config.PyTorchInitContainerTemplateFile = config.PyTorchInitContainerTemplateFileDefault
		config.Config.PyTorchInitContainerMaxTries = config.PyTorchInitContainerMaxTriesDefault
		fail(pytorch.NewReconciler(manager, common.GenNonGangSchedulerSetupFunc()).SetupWithManager(manager, 1))
	case "kuberay":
		fail(setUpKubeRay(ctx, manager))
	default:
		fail(fmt.Errorf("no such controller: %s", os.Args[1]))
	}
	fail(manager.AddHealthzCheck("healthz", healthz.Ping))
	fail(manager.AddReadyzCheck("readyz", healthz.Ping))
	fail(manager.Start(ctx))
}

func setUpKubeRay(ctx context.Context, manager ctrl.Manager) error {
	own := kuberay.Configuration{}
	batch, err := batchscheduler.NewSchedulerManager(ctx, own, manager.GetConfig(), manager.GetClient())
	if err != nil {
		return err
	}
	clusters := ray.RayClusterReconcilerOptions{BatchSchedulerManager: batch}
	if err := ray.NewReconciler(ctx, manager, clusters).SetupWithManager(manager, 1); err != nil {
		return err
	}
	jobs := ray.RayJobReconcilerOptions{BatchSchedulerManager: batch}
	return ray.NewRayJobReconciler(ctx, manager, jobs, own).SetupWithManager(manager, 1)
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
